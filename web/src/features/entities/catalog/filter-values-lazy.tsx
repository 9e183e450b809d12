import { Checkbox, SegmentedControl, Select, TagsInput, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { choicesQuery } from '../api';
import type { Filter } from './clauses';
import type { Field } from './fields';
import classes from './filter.module.css';
import { LAST, valuesNeeded } from './filters';

interface ValuesProps {
  field: Field;
  filter: Filter;
  onChange: (values: string[]) => void;
}

/** The control for a filter's value, by the kind of field and comparison. */
export default function FilterValues({ field, filter, onChange }: ValuesProps) {
  const { t } = useTranslation();
  const needed = valuesNeeded(filter.op);
  if (needed === 0) return null;
  if (filter.op === 'last') {
    const data = LAST.map((preset) => ({ value: preset, label: t(`filter.last.${preset}`) }));
    return (
      <Select
        aria-label={t('filter.value')}
        data={data}
        value={filter.v[0] ?? null}
        onChange={(v) => onChange(v ? [v] : [])}
        comboboxProps={inPlace}
      />
    );
  }
  if (needed === 2) return <Range field={field} filter={filter} onChange={onChange} />;
  if (filter.op === 'any' || filter.op === 'every' || filter.op === 'none')
    return <Several field={field} filter={filter} onChange={onChange} />;
  return (
    <TextInput
      aria-label={t('filter.value')}
      type={inputType(field)}
      value={filter.v[0] ?? ''}
      onChange={(event) => onChange([event.currentTarget.value])}
      data-autofocus
    />
  );
}

/** Lists stay inside the popover, so that choosing does not close it. */
const inPlace = { withinPortal: false };

function inputType(field: Field): string {
  if (field.kind === 'number') return 'number';
  return field.kind === 'date' ? 'date' : 'text';
}

function Range({ field, filter, onChange }: ValuesProps) {
  const { t } = useTranslation();
  const [from = '', to = ''] = filter.v;
  return (
    <div className={classes.range}>
      <TextInput
        label={t('filter.from')}
        type={inputType(field)}
        value={from}
        onChange={(event) => onChange([event.currentTarget.value, to])}
        data-autofocus
      />
      <TextInput
        label={t('filter.to')}
        type={inputType(field)}
        value={to}
        onChange={(event) => onChange([from, event.currentTarget.value])}
      />
    </div>
  );
}

function Several(props: ValuesProps) {
  const { t } = useTranslation();
  const { field, filter, onChange } = props;
  const options = field.schema?.enum ?? field.schema?.items?.enum;
  if (field.kind === 'boolean') {
    const data = [
      { value: 'true', label: t('value.yes') },
      { value: 'false', label: t('value.no') },
    ];
    return <SegmentedControl data={data} value={filter.v[0] ?? ''} onChange={(value) => onChange([value])} fullWidth />;
  }
  const target = field.relation?.target ?? (field.id === '$team' || field.kind === 'team' ? '_team' : null);
  if (target) return <EntityChoice {...props} target={target} />;
  if (options) return <Checks options={options.map(String).map((each) => ({ value: each, label: each }))} {...props} />;
  return (
    <TagsInput
      aria-label={t('filter.value')}
      value={filter.v}
      onChange={onChange}
      comboboxProps={inPlace}
      data-autofocus
    />
  );
}

function Checks({
  options,
  filter,
  onChange,
}: { options: { value: string; label: string }[] } & Omit<ValuesProps, 'field'>) {
  const toggle = (value: string) =>
    onChange(filter.v.includes(value) ? filter.v.filter((each) => each !== value) : [...filter.v, value]);
  return (
    <div className={classes.checks}>
      {options.map(({ value, label }) => (
        <Checkbox key={value} label={label} checked={filter.v.includes(value)} onChange={() => toggle(value)} />
      ))}
    </div>
  );
}

function EntityChoice({ target, ...props }: ValuesProps & { target: string }) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [wanted] = useDebouncedValue(text, 150);
  const { data = [] } = useQuery(choicesQuery(target, wanted));
  const listed = data.map((entity) => ({ value: entity.identifier, label: entity.title || entity.identifier }));
  const known = new Set(listed.map(({ value }) => value));
  const chosen = props.filter.v.filter((value) => !known.has(value)).map((value) => ({ value, label: value }));
  return (
    <>
      <TextInput
        aria-label={t('filter.searchValues')}
        placeholder={t('filter.searchValues')}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        data-autofocus
      />
      <Checks options={[...chosen, ...listed]} {...props} />
      {listed.length === 0 && <p className="muted small">{t('filter.noValues')}</p>}
    </>
  );
}
