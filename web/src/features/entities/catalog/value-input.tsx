import { MultiSelect, NativeSelect, Select, TagsInput, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Blueprint } from '@/api/contract';
import { choicesQuery } from '../api';
import { type CellValue, isMany, targetOf } from './editing';
import type { Field } from './fields';

export interface ValueInputProps {
  field: Field;
  blueprint: Blueprint;
  label: string;
  value: CellValue;
  disabled?: boolean;
  onChange: (value: CellValue) => void;
  /** A choice that needs no further confirmation. */
  onChoose: (value: CellValue) => void;
}

/** The control for a value of a property, relation or team, by its type. */
export function ValueInput(props: ValueInputProps) {
  const { field } = props;
  const target = targetOf(field);
  if (target) return <EntityInput {...props} target={target} />;
  if (isMany(field)) return <ListInput {...props} />;
  if (field.schema?.enum || field.kind === 'boolean') return <ChoiceInput {...props} />;
  return <PlainInput {...props} />;
}

const listOf = (value: CellValue): string[] => (Array.isArray(value) ? value : []);

function ListInput({ field, label, value, disabled, onChange }: ValueInputProps) {
  const options = field.schema?.items?.enum?.map(String);
  const shared = {
    'aria-label': label,
    value: listOf(value),
    disabled,
    onChange,
    'data-autofocus': true,
    autoFocus: true,
  };
  return options ? <MultiSelect {...shared} data={options} searchable /> : <TagsInput {...shared} />;
}

function ChoiceInput({ field, blueprint, label, value, disabled, onChange, onChoose }: ValueInputProps) {
  const { t } = useTranslation();
  const isBoolean = field.kind === 'boolean';
  const choices = isBoolean ? [true, false] : (field.schema?.enum ?? []);
  const required = blueprint.schema.required.includes(field.id);
  const labels = choices.map((each) => ({
    value: String(each),
    label: isBoolean ? t(each ? 'value.yes' : 'value.no') : String(each),
  }));
  return (
    <NativeSelect
      aria-label={label}
      autoFocus
      disabled={disabled}
      data={required && value !== null ? labels : [{ value: '', label: t('form.unset') }, ...labels]}
      value={value === null ? '' : String(value)}
      onChange={(event) => {
        const next = choices.find((each) => String(each) === event.currentTarget.value) ?? null;
        onChange(next);
        onChoose(next);
      }}
    />
  );
}

function toLocal(value: CellValue): string {
  const at = new Date(String(value ?? ''));
  if (Number.isNaN(at.getTime())) return '';
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

function PlainInput({ field, label, value, disabled, onChange }: ValueInputProps) {
  const shared = { 'aria-label': label, autoFocus: true, disabled };
  if (field.kind === 'number') {
    return (
      <TextInput
        {...shared}
        type="number"
        step="any"
        defaultValue={value === null ? '' : String(value)}
        onChange={({ currentTarget }) => onChange(currentTarget.value === '' ? null : currentTarget.valueAsNumber)}
      />
    );
  }
  if (field.kind === 'date') {
    return (
      <TextInput
        {...shared}
        type="datetime-local"
        defaultValue={toLocal(value)}
        onChange={({ currentTarget: { value: text } }) => onChange(text === '' ? null : new Date(text).toISOString())}
      />
    );
  }
  return (
    <TextInput
      {...shared}
      value={value === null ? '' : String(value)}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

function EntityInput(props: ValueInputProps & { target: string }) {
  const { t } = useTranslation();
  const { field, target, label, value, disabled, onChange, onChoose } = props;
  const [text, setText] = useState('');
  const [wanted] = useDebouncedValue(text, 150);
  const { data = [] } = useQuery(choicesQuery(target, wanted));
  const chosen = Array.isArray(value) ? value : value ? [String(value)] : [];
  const titles = new Map(data.map((entity) => [entity.identifier, entity.title || entity.identifier]));
  const nameOf = (each = '') => titles.get(each) ?? each;
  const shared = {
    'aria-label': label,
    autoFocus: true,
    disabled,
    data: [...new Set([...chosen, ...titles.keys()])].map((each) => ({ value: each, label: nameOf(each) })),
    searchable: true,
    placeholder: t('form.search'),
    nothingFoundMessage: t('form.noMatch'),
    /** The field says what is chosen while nothing is typed: that is no search, or nothing else could be chosen. */
    onSearchChange: (typed: string) => setText(typed === nameOf(chosen[0]) ? '' : typed),
    /** The server has filtered. */
    filter: ({ options }: { options: unknown }) => options as never,
  };
  if (isMany(field)) return <MultiSelect {...shared} value={chosen} onChange={onChange} hidePickedOptions />;
  return (
    <Select
      {...shared}
      clearable={!field.relation?.required}
      defaultDropdownOpened
      value={chosen[0] ?? null}
      onChange={(next) => {
        onChange(next);
        onChoose(next);
      }}
    />
  );
}
