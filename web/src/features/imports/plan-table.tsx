import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Plan, PlanEffect } from '@/api/contract';
import { formatList } from '@/lib/format';
import { Badge } from '@/ui/badge';
import { DataTable } from '@/ui/data-table/data-table';
import type { Column } from '@/ui/data-table/types';
import { Empty } from '@/ui/empty';
import type { Tone } from '@/ui/tone';
import classes from './imports.module.css';

export interface PlanRow {
  op: PlanEffect['op'];
  kind: string;
  subject: string;
  changes: string;
}

const TONES: Record<PlanRow['op'], Tone> = { create: 'ok', update: 'info', delete: 'bad' };

/** Every effect as a row: objects first, then relations. */
export function rowsOf(plan: Plan): PlanRow[] {
  const effects = [...plan.entities, ...plan.others].map((effect) => {
    const { op, kind, subject } = effect;
    return { op, kind, subject, changes: changesOf(effect) };
  });
  const edges = plan.relations.map(({ op, before, after }) => {
    const edge = after ?? before;
    return { op, kind: 'relation', subject: edge?.source ?? '', changes: `${edge?.relation} → ${edge?.target}` };
  });
  return [...effects, ...edges];
}

type Definition = {
  schema?: { properties?: Record<string, { type?: string; format?: string }> };
  relations?: Record<string, { target?: string; many?: boolean }>;
} | null;

/** What a blueprint gains: properties with their types, relations with where they lead. */
function gainsOf(before: Definition, after: Definition): string[] {
  const properties = Object.entries(after?.schema?.properties ?? {})
    .filter(([name]) => !before?.schema?.properties?.[name])
    .map(([name, { type, format }]) => `${name}: ${format ?? type}`);
  const relations = Object.entries(after?.relations ?? {})
    .filter(([name]) => !before?.relations?.[name])
    .map(([name, { target, many }]) => `${name} → ${target}${many ? '[]' : ''}`);
  return [...properties, ...relations];
}

/** What an effect changes: of an update each part before and after, of what is created the parts it will have. */
function changesOf({ op, kind, before, after }: PlanEffect): string {
  const names = [...new Set(Object.keys({ ...before, ...after }))];
  const gains = kind === 'blueprint' && op !== 'delete' ? gainsOf(before as Definition, after as Definition) : [];
  if (gains.length > 0) return gains.join(' · ');
  if (op === 'update' && kind !== 'entity') return formatList(names);
  if (op === 'update')
    return names.map((name) => `${partOf(name)}: ${shown(before?.[name])} → ${shown(after?.[name])}`).join(' · ');
  if (op === 'delete' || kind !== 'entity') return '';
  const told = names.filter((name) => name !== 'identifier' && !isNothing(after?.[name]));
  return told.map((name) => `${partOf(name)}: ${shown(after?.[name])}`).join(' · ');
}

function partOf(name: string): string {
  return name.replace(/^(properties|relations)\./, '');
}

function isNothing(value: unknown): boolean {
  return value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
}

function shown(value: unknown): string {
  if (isNothing(value)) return '∅';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

function total(counts: Record<string, number> | undefined): number {
  return Object.values(counts ?? {}).reduce((sum, each) => sum + each, 0);
}

/** What would happen, before it does. */
export function PlanTable({ plan }: { plan: Plan }) {
  const { t } = useTranslation();
  const rows = useMemo(() => rowsOf(plan), [plan]);
  const columns = useMemo(() => planColumns(t), [t]);
  const all = total(plan.counts.entities) + total(plan.counts.relations) + total(plan.counts.others);
  return (
    <>
      {(plan.truncated || plan.unknown.length > 0) && (
        <p className={classes.note}>
          {plan.truncated && t('imports.plan.cut', { shown: rows.length, total: all })}
          {plan.unknown.length > 0 && t('imports.plan.unknown', { what: formatList(plan.unknown) })}
        </p>
      )}
      <DataTable<PlanRow>
        label={t('imports.plan.table')}
        columns={columns}
        rows={rows}
        total={all}
        rowId={(row) => `${row.op} ${row.kind} ${row.subject} ${row.changes}`}
        rowName={(row) => row.subject}
        empty={<Empty title={t('imports.plan.empty')} text={t('imports.plan.emptyText')} />}
      />
    </>
  );
}

function planColumns(t: TFunction): Column<PlanRow>[] {
  return [
    {
      id: 'subject',
      label: t('imports.plan.subject'),
      width: 420,
      cell: (row) => <code className="truncate">{row.subject}</code>,
    },
    {
      id: 'op',
      label: t('imports.plan.op'),
      width: 120,
      cell: (row) => <Badge tone={TONES[row.op]}>{t(`imports.plan.${row.op}`)}</Badge>,
    },
    { id: 'kind', label: t('imports.plan.kind'), width: 120, cell: (row) => row.kind },
    {
      id: 'changes',
      label: t('imports.plan.changes'),
      width: 460,
      cell: (row) => (
        <span className="truncate muted" title={row.changes}>
          {row.changes}
        </span>
      ),
    },
  ];
}
