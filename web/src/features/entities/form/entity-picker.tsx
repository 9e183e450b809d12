import { MultiSelect, Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import type { WidgetProps } from '@rjsf/utils';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EntityIcon } from '@/ui/entity-icon';
import { choicesQuery } from '../api';

/** Chooses entities of one blueprint; the server searches as one types. */
export function EntityPicker(props: WidgetProps) {
  const { t } = useTranslation();
  const { id, label, schema, value, required, onChange, rawErrors, readonly, disabled } = props;
  const blueprint = String(props.options.blueprint ?? '');
  const [text, setText] = useState('');
  const [wanted] = useDebouncedValue(text, 150);
  const { data = [], isFetching } = useQuery(choicesQuery(blueprint, wanted));
  const chosen: string[] = Array.isArray(value) ? value.map(String) : value ? [String(value)] : [];
  const titles = new Map(data.map((entity) => [entity.identifier, entity.title || entity.identifier]));
  const nameOf = (each = '') => titles.get(each) ?? each;
  const choices = [...new Set([...chosen, ...titles.keys()])].map((each) => ({
    value: each,
    label: nameOf(each),
  }));
  const shared = {
    id,
    label,
    description: schema.description,
    required,
    withAsterisk: required,
    disabled: disabled || readonly,
    error: rawErrors?.[0],
    data: choices,
    searchable: true,
    clearable: !required,
    placeholder: chosen.length === 0 ? t('form.search') : undefined,
    nothingFoundMessage: isFetching ? t('loading') : t('form.noMatch'),
    /** The field says what is chosen while nothing is typed: that is no search, or nothing else could be chosen. */
    onSearchChange: (typed: string) => setText(typed === nameOf(chosen[0]) ? '' : typed),
    /** The server has filtered; titles of chosen entities must not hide its answers. */
    filter: ({ options }: { options: unknown }) => options as never,
    leftSection: <EntityIcon blueprint={blueprint} size={15} />,
  };
  if (schema.type === 'array') {
    return (
      <MultiSelect
        {...shared}
        value={chosen}
        onChange={(next) => onChange(next.length > 0 ? next : undefined)}
        hidePickedOptions
      />
    );
  }
  return <Select {...shared} value={chosen[0] ?? null} onChange={(next) => onChange(next ?? undefined)} />;
}
