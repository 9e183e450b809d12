import type { Query, Rule } from '@/api/contract';
import { type Clause, type Filter, isGroup, OPERATORS, type Operator } from './clauses';
import type { Field } from './fields';

export const LAST = [
  'today',
  'lastDay',
  'lastWeek',
  'lastMonth',
  'last3Months',
  'last12Months',
  'nextWeek',
  'nextMonth',
  'next3Months',
] as const;

const formatOf = ({ schema, relation }: Field): string => {
  if (relation) return relation.target.replace('_', '');
  return schema?.format ?? schema?.items?.format ?? '';
};

/** The comparisons that make sense for a field; those with the person who asks come after the usual one. */
export function operatorsOf(field: Field): Operator[] {
  const [usual = 'filled', ...others] = OPERATORS[field.kind];
  if (field.id === '$team' || formatOf(field) === 'team') return [usual, 'mine', ...others];
  return formatOf(field) === 'user' ? ['me', usual, ...others] : [usual, ...others];
}

const WITHOUT_VALUE = new Set<Operator>(['empty', 'filled', 'mine', 'me']);
const WITH_TWO = new Set<Operator>(['between']);

export function valuesNeeded(op: Operator): 0 | 1 | 2 {
  if (WITHOUT_VALUE.has(op)) return 0;
  return WITH_TWO.has(op) ? 2 : 1;
}

/** Whether the filter says enough to ask the server. */
export function isComplete({ op, v }: Filter): boolean {
  return v.filter((value) => value !== '').length >= valuesNeeded(op);
}

const SIMPLE: Partial<Record<Operator, string>> = {
  contains: 'contains',
  lacks: 'doesNotContains',
  is: '=',
  not: '!=',
  starts: 'beginsWith',
  ends: 'endsWith',
  gt: '>',
  gte: '>=',
  lt: '<',
  lte: '<=',
  before: '<',
  empty: 'isEmpty',
  filled: 'isNotEmpty',
};

function typed(field: Field, value: string): string | number | boolean {
  if (field.kind === 'number' || field.schema?.type === 'number') return Number(value);
  if (field.kind === 'boolean') return value === 'true';
  if (field.kind === 'date' && /^\d{4}-\d\d-\d\d$/.test(value)) return new Date(`${value}T00:00:00`).toISOString();
  return value;
}

/** The end of a day named in a range is its last instant. */
function endOfDay(value: string): string {
  return /^\d{4}-\d\d-\d\d$/.test(value) ? new Date(`${value}T23:59:59.999`).toISOString() : value;
}

type Subject = { relation: string } | { property: string };

function between(subject: Subject, { v }: Filter, field: Field): Rule | Query {
  const [from, to] = v.map((value) => typed(field, value));
  if (field.kind === 'date') {
    return { ...subject, operator: 'between', value: { from, to: endOfDay(v[1] ?? '') } };
  }
  const rules = [
    { ...subject, operator: '>=', value: from },
    { ...subject, operator: '<=', value: to },
  ];
  return { combinator: 'and', rules };
}

/** Compares with several values, as choices, lists and relations are compared. */
function among(subject: Subject, { op, v }: Filter, field: Field): Rule | Query {
  const values = v.map((value) => typed(field, value));
  const each = values.map((value) => ({ ...subject, operator: '=', value }));
  const listed = field.kind === 'list' || field.relation?.many;
  if (op === 'every') return { combinator: 'and', rules: each };
  if (op === 'none' && listed) return { combinator: 'or', not: true, rules: each };
  if (op === 'none') return { ...subject, operator: 'notIn', value: values };
  if (field.kind === 'boolean') return { ...subject, operator: '=', value: values[0] };
  return { ...subject, operator: field.kind === 'list' ? 'containsAny' : 'in', value: values };
}

/** A filter in the server's rule language. */
export function toRule(filter: Filter, field: Field): Rule | Query {
  const subject: Subject = field.relation ? { relation: field.relation.id } : { property: field.id };
  const [first = ''] = filter.v;
  switch (filter.op) {
    case 'empty':
    case 'filled':
      return { ...subject, operator: SIMPLE[filter.op] ?? '' };
    case 'mine':
    case 'me':
      return ofCaller(filter.op, field);
    case 'last':
      return { ...subject, operator: 'between', value: { preset: first } };
    case 'after':
      return { ...subject, operator: '>', value: endOfDay(first) };
    case 'between':
      return between(subject, filter, field);
    case 'any':
    case 'every':
    case 'none':
      return among(subject, filter, field);
    default:
      return { ...subject, operator: SIMPLE[filter.op] ?? '=', value: typed(field, first) };
  }
}

/** Compares with the person who asks, or with their teams; a relation is named as a property, which may be so compared. */
function ofCaller(op: 'mine' | 'me', field: Field): Rule {
  const property = field.relation?.id ?? field.id;
  const context = op === 'me' ? 'user' : 'userTeams';
  const listed = field.kind === 'list' || field.relation?.many;
  const operator = op === 'me' ? '=' : listed ? 'containsAny' : 'in';
  return { property, operator, value: { context, property: '$identifier' } };
}

function toRules(clauses: Clause[], byId: Map<string, Field>): (Rule | Query)[] {
  return clauses.flatMap((clause): (Rule | Query)[] => {
    if (isGroup(clause)) {
      const rules = toRules(clause.of, byId);
      return rules.length > 0 ? [{ combinator: clause.join === 'any' ? 'or' : 'and', rules }] : [];
    }
    const field = byId.get(clause.on);
    return field && isComplete(clause) ? [toRule(clause, field)] : [];
  });
}

/** The whole query of a table: its search text and its complete filters. */
export function toQuery(text: string, clauses: Clause[], fields: Field[]): Query | undefined {
  const rules = toRules(clauses, new Map(fields.map((field) => [field.id, field])));
  if (text) {
    const named = ['$title', '$identifier'].map((property) => ({ property, operator: 'contains', value: text }));
    rules.push({ combinator: 'or', rules: named });
  }
  return rules.length > 0 ? { combinator: 'and', rules } : undefined;
}
