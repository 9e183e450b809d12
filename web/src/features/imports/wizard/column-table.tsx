import { NativeSelect, TextInput } from '@mantine/core';
import type { TFunction } from 'i18next';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Blueprint, TableColumn, TableFile } from '@/api/contract';
import { formatNumber } from '@/lib/format';
import { Badge } from '@/ui/badge';
import { type Choice, flawOf, META, NEW, NOWHERE, placesOf, TYPE_NAMES } from './model';
import classes from './wizard.module.css';

interface ColumnTableProps {
  table: TableFile;
  choices: readonly Choice[];
  known: Blueprint | null;
  onChange: (choice: Choice) => void;
}

/** A row for each column: what it holds, and where it goes. */
export function ColumnTable({ table, choices, known, onChange }: ColumnTableProps) {
  const { t } = useTranslation();
  const data = placeData(t, known);
  return (
    <div className={classes.scroll}>
      <table className={classes.columns} aria-label={t('imports.wizard.columns')}>
        <thead>
          <tr>
            <th scope="col">{t('imports.wizard.column')}</th>
            <th scope="col" className={classes.samples}>
              {t('imports.wizard.samples')}
            </th>
            <th scope="col">{t('imports.wizard.place')}</th>
          </tr>
        </thead>
        <tbody>
          {table.columns.map((column, number) => {
            const choice = choices[number];
            return (
              choice && (
                <ColumnRow
                  key={column.name}
                  column={column}
                  rows={table.rows}
                  choice={choice}
                  flaw={flawOf(choice, choices, known)}
                  data={data}
                  onChange={onChange}
                />
              )
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

type PlaceData = ({ value: string; label: string } | { group: string; items: { value: string; label: string }[] })[];

function placeData(t: TFunction, known: Blueprint | null): PlaceData {
  return [
    { value: NOWHERE, label: t('imports.wizard.nowhere') },
    { value: NEW, label: t('imports.wizard.newProperty') },
    {
      group: t('imports.wizard.group.entity'),
      items: META.map((name) => ({ value: `$${name}`, label: t(`imports.wizard.meta.${name}`) })),
    },
    ...placesOf(known).map(({ group, items }) => ({ group: t(`imports.wizard.group.${group}`), items })),
  ];
}

interface ColumnRowProps {
  column: TableColumn;
  rows: number;
  choice: Choice;
  flaw: ReturnType<typeof flawOf>;
  data: PlaceData;
  onChange: (choice: Choice) => void;
}

const ColumnRow = memo(function ColumnRow({ column, rows, choice, flaw, data, onChange }: ColumnRowProps) {
  const { t } = useTranslation();
  const set = (part: Partial<Choice>) => onChange({ ...choice, guessed: false, ...part });
  const name = column.name;
  return (
    <tr data-off={choice.place === NOWHERE || undefined}>
      <th scope="row">
        <span className={classes.name}>
          <code>{name}</code>
          {choice.guessed && <Badge tone="info">{t('imports.wizard.guessed')}</Badge>}
        </span>
        <small className={classes.sample}>{column.samples[0]}</small>
        {column.filled < rows && (
          <small>{t('imports.wizard.filled', { filled: formatNumber(column.filled), rows: formatNumber(rows) })}</small>
        )}
      </th>
      <td className={classes.samples}>
        {column.samples.slice(0, 4).map((sample) => (
          <code key={sample} title={sample}>
            {sample}
          </code>
        ))}
      </td>
      <td>
        <div className={classes.place}>
          <NativeSelect
            aria-label={t('imports.wizard.placeOf', { name })}
            value={choice.place}
            data={data}
            error={flaw !== null && t(`imports.wizard.flaw.${flaw}`)}
            onChange={(event) => set({ place: event.currentTarget.value })}
          />
          {choice.place === NEW && (
            <>
              <TextInput
                aria-label={t('imports.wizard.propertyOf', { name })}
                value={choice.name}
                maxLength={100}
                onChange={(event) => set({ name: event.currentTarget.value })}
              />
              <NativeSelect
                aria-label={t('imports.wizard.typeOf', { name })}
                value={choice.type}
                data={TYPE_NAMES.map((value) => ({ value, label: t(`imports.wizard.type.${value}`) }))}
                onChange={(event) => set({ type: event.currentTarget.value as Choice['type'] })}
              />
            </>
          )}
          {choice.place.startsWith('relations.') && (
            <NativeSelect
              aria-label={t('imports.wizard.byOf', { name })}
              value={choice.by}
              data={(['identifier', 'title'] as const).map((value) => ({
                value,
                label: t(`imports.wizard.by.${value}`),
              }))}
              onChange={(event) => set({ by: event.currentTarget.value as Choice['by'] })}
            />
          )}
        </div>
      </td>
    </tr>
  );
});
