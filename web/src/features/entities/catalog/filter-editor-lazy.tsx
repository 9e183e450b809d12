import { NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Filter, Operator } from './clauses';
import type { Field } from './fields';
import FilterValues from './filter-values-lazy';
import { operatorsOf } from './filters';

interface EditorProps {
  field: Field;
  filter: Filter;
  onChange: (filter: Filter) => void;
}

/** A filter's comparison and value. */
export default function FilterEditor({ field, filter, onChange }: EditorProps) {
  return (
    <>
      <OperatorSelect field={field} filter={filter} onChange={onChange} />
      <FilterValues field={field} filter={filter} onChange={(v) => onChange({ ...filter, v })} />
    </>
  );
}

/** How a filter compares; its values stay where they still make sense. */
export function OperatorSelect({ field, filter, onChange }: EditorProps) {
  const { t } = useTranslation();
  return (
    <NativeSelect
      aria-label={t('filter.operator')}
      data={operatorsOf(field).map((op) => ({ value: op, label: t(`filter.operators.${op}`) }))}
      value={filter.op}
      onChange={(event) => {
        const op = event.currentTarget.value as Operator;
        onChange({ ...filter, op, v: keep(filter, op) });
      }}
    />
  );
}

const TAKES_LIST = new Set(['any', 'every', 'none']);

/** Values survive a change of comparison where they still make sense. */
function keep(filter: Filter, op: string): string[] {
  if (TAKES_LIST.has(op) === TAKES_LIST.has(filter.op) && op !== 'last' && filter.op !== 'last') return filter.v;
  return [];
}
