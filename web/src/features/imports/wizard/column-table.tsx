import { NativeSelect } from '@mantine/core';
import type { TFunction } from 'i18next';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Blueprint, TableColumn, TableFile } from '@/api/contract';
import { formatNumber } from '@/lib/format';
import { Badge } from '@/ui/badge';
import { type Choice, flawOf, META, NEW, NEW_RELATION, NOWHERE, placesOf, type Target, targetFor } from './model';
import { type LinkTarget, PlaceFields } from './place-fields';
import classes from './wizard.module.css';

interface ColumnTableProps {
  table: TableFile;
  choices: readonly Choice[];
  target: Target;
  blueprints: readonly Blueprint[];
  onChange: (choice: Choice) => void;
}

/** A row for each column: what it holds, and where it goes. */
export function ColumnTable({ table, choices, target, blueprints, onChange }: ColumnTableProps) {
  const { t } = useTranslation();
  const { known } = target;
  const data = placeData(t, known);
  const targets = targetsOf(target, blueprints);
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
                  targets={targets}
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
    { value: NEW_RELATION, label: t('imports.wizard.newRelation') },
    {
      group: t('imports.wizard.group.entity'),
      items: META.map((name) => ({ value: `$${name}`, label: t(`imports.wizard.meta.${name}`) })),
    },
    ...placesOf(known).map(({ group, items }) => ({ group: t(`imports.wizard.group.${group}`), items })),
  ];
}

/** What a relation may lead to: every blueprint, and the one that is being made. */
function targetsOf({ known, identifier, title }: Target, blueprints: readonly Blueprint[]): readonly LinkTarget[] {
  const own = identifier.trim();
  if (known || own === '' || blueprints.some((each) => each.identifier === own)) return blueprints;
  return [...blueprints, { identifier: own, title: title.trim() || own }];
}

interface ColumnRowProps {
  column: TableColumn;
  rows: number;
  choice: Choice;
  flaw: ReturnType<typeof flawOf>;
  data: PlaceData;
  targets: readonly LinkTarget[];
  onChange: (choice: Choice) => void;
}

const ColumnRow = memo(function ColumnRow({ column, rows, choice, flaw, data, targets, onChange }: ColumnRowProps) {
  const { t } = useTranslation();
  const set = (part: Partial<Choice>) => onChange({ ...choice, guessed: false, ...part });
  const name = column.name;
  const placed = (place: string): Partial<Choice> => {
    if (place !== NEW_RELATION || choice.link.target) return { place };
    return { place, link: { ...choice.link, target: targetFor(name, targets) } };
  };
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
            onChange={(event) => set(placed(event.currentTarget.value))}
          />
          <PlaceFields column={name} choice={choice} targets={targets} onSet={set} />
        </div>
      </td>
    </tr>
  );
});
