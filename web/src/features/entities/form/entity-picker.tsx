import { MultiSelect, Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import type { WidgetProps } from '@rjsf/utils';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { blueprintsQuery } from '@/features/blueprints/public';
import { EntityIcon } from '@/ui/entity-icon';
import { choicesQuery } from '../api';

/** An address that nobody in the catalog has may still be meant. */
const EMAIL = /^[^\s@]+@[^\s@]+$/;

const chosenIn = ({ value }: WidgetProps): string[] =>
  Array.isArray(value) ? value.map(String) : value ? [String(value)] : [];

/** Chooses entities of one blueprint; the server searches as one types. */
export function EntityPicker(props: WidgetProps) {
  const blueprint = String(props.options.blueprint ?? '');
  const [text, setText] = useState('');
  const [wanted] = useDebouncedValue(text, 150);
  const { data = [], isFetching } = useQuery(choicesQuery(blueprint, wanted));
  const titles = new Map(data.map((entity) => [entity.identifier, entity.title || entity.identifier]));
  const other = props.options.anyEmail === true && EMAIL.test(text) ? [text] : [];
  const first = chosenIn(props)[0] ?? '';
  return (
    <Picker
      {...props}
      titles={titles}
      others={other}
      busy={isFetching}
      searched={{
        /** The field says what is chosen while nothing is typed: that is no search, or nothing else could be chosen. */
        onSearchChange: (typed: string) => setText(typed === (titles.get(first) ?? first) ? '' : typed),
        /** The server has filtered; titles of chosen entities must not hide its answers. */
        filter: ({ options }: { options: unknown }) => options as never,
      }}
      icon={<EntityIcon blueprint={blueprint} size={15} />}
    />
  );
}

/** Chooses blueprints by title or identifier. */
export function BlueprintPicker(props: WidgetProps) {
  const { data = [], isFetching } = useQuery(blueprintsQuery);
  const titles = new Map(data.map(({ identifier, title }) => [identifier, title || identifier]));
  return <Picker {...props} titles={titles} busy={isFetching} />;
}

interface PickerProps extends WidgetProps {
  titles: ReadonlyMap<string, string>;
  others?: readonly string[];
  busy: boolean;
  searched?: object;
  icon?: ReactNode;
}

/** One or many of what has a title. */
function Picker(props: PickerProps) {
  const { t } = useTranslation();
  const { id, label, schema, required, onChange, rawErrors, readonly, disabled, titles, others = [], busy } = props;
  const chosen = chosenIn(props);
  const choices = [...new Set([...chosen, ...titles.keys(), ...others])];
  const shared = {
    id,
    label,
    description: schema.description,
    required,
    withAsterisk: required,
    disabled: disabled || readonly,
    error: rawErrors?.[0],
    data: choices.map((each) => ({ value: each, label: titles.get(each) ?? each })),
    searchable: true,
    clearable: !required,
    placeholder: chosen.length === 0 ? t('form.search') : undefined,
    nothingFoundMessage: busy ? t('loading') : t('form.noMatch'),
    leftSection: props.icon,
    ...props.searched,
  };
  if (schema.type !== 'array') {
    return <Select {...shared} value={chosen[0] ?? null} onChange={(next) => onChange(next ?? undefined)} />;
  }
  const change = (next: string[]) => onChange(next.length > 0 ? next : undefined);
  return <MultiSelect {...shared} value={chosen} onChange={change} hidePickedOptions />;
}
