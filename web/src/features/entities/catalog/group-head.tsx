import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import type { Entity } from '@/api/contract';
import { formatMonth, formatNumber } from '@/lib/format';
import type { Column, Grouping } from '@/ui/data-table/types';
import type { Field } from './fields';
import { exampleOf, isFigure } from './grouping';
import { type Group, type GroupItem, type Item, isGroupItem } from './rows';
import type { Catalog } from './use-catalog';

/** What a group is called, in words. */
export function groupName(field: Field, { value, title }: Group, t: TFunction): string {
  if (value === null) return t('catalog.groupEmpty');
  if (field.kind === 'boolean') return t(value === true ? 'value.yes' : 'value.no');
  return field.kind === 'date' ? formatMonth(String(value)) : String(title ?? value);
}

/** Choices, teams and people are drawn as in their column; the others, some of them links, are plain words here. */
function isDrawn({ id, kind, schema }: Field): boolean {
  return id === '$team' || kind === 'enum' || kind === 'team' || schema?.format === 'user';
}

function figuresOf(group: Group, shown: Field[], t: TFunction): Record<string, ReactNode> {
  const cells = shown.filter(isFigure).flatMap(({ id }) => {
    const figures = group.figures?.[id];
    if (!figures || figures.average === null) return [];
    const said = (value: number | null) => formatNumber(Math.round((value ?? 0) * 100) / 100);
    const [average, sum] = [said(figures.average), said(figures.sum)];
    const whole = t('catalog.figures', { average, sum, min: said(figures.min), max: said(figures.max) });
    const text = t('catalog.average', { value: average });
    const cell = (
      <span key={id} className="muted figures" title={whole}>
        {text}
      </span>
    );
    return [[id, cell] as const];
  });
  return Object.fromEntries(cells);
}

/** Draws the rows that stand for groups, and opens and closes them. */
export function groupingOf(catalog: Catalog, columns: Column<Entity>[], t: TFunction): Grouping<Item> | undefined {
  const { fields, shown, search, change, page } = catalog;
  const field = fields.find((each) => each.id === search.group);
  if (!field) return undefined;
  const cell = columns.find((column) => column.id === field.id)?.cell;
  const labelOf = ({ group }: GroupItem): ReactNode => {
    if (group.value === null || !cell || !isDrawn(field)) return groupName(field, group, t);
    return cell(exampleOf(field, group, page.blueprint));
  };
  return {
    of: (item) =>
      isGroupItem(item)
        ? {
            label: labelOf(item),
            name: groupName(field, item.group, t),
            count: item.group.count,
            open: item.open,
            cells: figuresOf(item.group, shown, t),
          }
        : null,
    onToggle: (item) => {
      if (!isGroupItem(item)) return;
      const { value } = item.group;
      const open = search.open ?? [];
      change({ open: item.open ? open.filter((each) => each !== value) : [...open, value] });
    },
  };
}
