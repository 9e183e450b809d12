import type { Entity, Query, Rule } from '@/api/contract';
import type { EntityListView } from '../api';
import type { Field } from './fields';
import type { Group } from './rows';
import type { GroupBy } from './rows-api';

export interface GroupingBy {
  field: Field;
  body: GroupBy;
  /** The rows of one group. */
  viewOf: (view: EntityListView, group: Group) => EntityListView;
}

const MONTH = /^(\d{4})-(\d\d)$/;
const UNGROUPED = new Set(['$title', '$identifier']);
const LONG = new Set(['markdown', 'yaml', 'proto', 'url']);

/** Whether rows can be grouped by a field: no lists but teams and relations, and nothing that is long or unique. */
export function canGroup(field: Field): boolean {
  if (UNGROUPED.has(field.id)) return false;
  if (field.id === '$team') return true;
  return (
    field.kind !== 'object' && field.kind !== 'list' && !LONG.has(field.schema?.format ?? '') && !field.schema?.spec
  );
}

function ruleOf(field: Field, value: Group['value']): Rule | Query {
  const subject = field.relation ? { relation: field.relation.id } : { property: field.id };
  if (value === null) return { ...subject, operator: 'isEmpty' };
  const month = field.kind === 'date' && MONTH.exec(String(value));
  if (!month) return { ...subject, operator: '=', value };
  const start = Date.UTC(Number(month[1]), Number(month[2]) - 1);
  const end = Date.UTC(Number(month[1]), Number(month[2])) - 1;
  const range = { from: new Date(start).toISOString(), to: new Date(end).toISOString() };
  return { ...subject, operator: 'between', value: range };
}

interface Grouped {
  fields: Field[];
  shown: Field[];
  group: string | undefined;
}

/** How the table is grouped, if it is: dates by month, numbers shown get their figures. */
export function groupOf({ fields, shown, group }: Grouped): GroupingBy | null {
  const field = fields.find((each) => each.id === group);
  if (!field || !canGroup(field)) return null;
  const figures = shown.filter(isFigure).map(({ id }) => id);
  const groupBy = {
    ...(field.relation ? { relation: field.relation.id } : { property: field.id }),
    ...(field.kind === 'date' ? { per: 'month' as const } : {}),
  } as GroupBy['groupBy'];
  return {
    field,
    body: { groupBy, figures: figures.slice(0, 5) },
    viewOf: (view, group) => {
      const rule = ruleOf(field, group.value);
      return { ...view, query: { combinator: 'and', rules: view.query ? [view.query, rule] : [rule] } };
    },
  };
}

export function isFigure({ kind, schema }: Field): boolean {
  return kind === 'number' && schema?.type === 'number' && !schema.enum;
}

/** Groups in the order of their field's choices, of dates the newest first, else by name; what has no value comes last. */
export function groupOrder(groups: Group[], field: Field): Group[] {
  const choices = field.schema?.enum?.map(String) ?? [];
  const place = ({ value }: Group) => (choices.indexOf(String(value)) + choices.length + 1) % (choices.length + 1);
  const name = (group: Group) => String(group.title ?? group.value);
  const compare = new Intl.Collator(undefined, { numeric: true }).compare;
  const turn = field.kind === 'date' ? -1 : 1;
  return groups.toSorted((a, b) => {
    if (a.value === null || b.value === null) return Number(a.value === null) - Number(b.value === null);
    return place(a) - place(b) || turn * compare(name(a), name(b));
  });
}

/** An entity that has the group's value and nothing else, for a cell to draw. */
export function exampleOf(field: Field, { value }: Group, blueprint: string): Entity {
  return {
    identifier: '',
    title: null,
    blueprint,
    icon: null,
    team: field.id === '$team' && typeof value === 'string' ? [value] : [],
    properties: field.schema ? { [field.id]: value } : {},
    relations: {},
    createdAt: '',
    createdBy: '',
    updatedAt: '',
    updatedBy: '',
  };
}
