import type { Blueprint, Query, Rule } from '@/api/contract';

export interface Filter {
  on: string;
  op: string;
  v: string[];
}

const SIMPLE: Record<string, string> = {
  '!=': 'not',
  '>': 'gt',
  '>=': 'gte',
  '<': 'lt',
  '<=': 'lte',
  contains: 'contains',
  beginsWith: 'starts',
  endsWith: 'ends',
  isEmpty: 'empty',
  isNotEmpty: 'filled',
};

/** A query as the filters of a catalog table; null where a rule has no chip, so that nobody is shown other rows. */
export function filtersOf(query: Query, blueprint: Blueprint): Filter[] | null {
  const found: Filter[] = [];
  for (const rule of query.rules) {
    if ('rules' in rule) {
      const inner = rule.combinator === 'or' && rule.rules.length > 1 ? null : filtersOf(rule, blueprint);
      if (!inner) return null;
      found.push(...inner);
    } else if (rule.property !== '$blueprint') {
      const filter = filterOf(rule, blueprint);
      if (!filter) return null;
      found.push(filter);
    }
  }
  return found;
}

function filterOf({ property, relation, operator, value }: Rule, blueprint: Blueprint): Filter | null {
  const on = relation ? `rel.${relation}` : property;
  if (typeof on !== 'string') return null;
  const schema = blueprint.schema.properties[on];
  const listed =
    on === '$team' || relation !== undefined || schema?.enum || schema?.type === 'array' || schema?.type === 'boolean';
  const values = (Array.isArray(value) ? value : [value]).filter((each) => each !== undefined && each !== null);
  if (operator === '=' || operator === 'in' || operator === 'containsAny') {
    if (values.some((each) => typeof each === 'object')) return null;
    return listed || values.length > 1
      ? { on, op: 'any', v: values.map(String) }
      : { on, op: 'is', v: values.map(String) };
  }
  if (operator === 'between' && typeof value === 'object' && value !== null && 'preset' in value) {
    return { on, op: 'last', v: [String(value.preset)] };
  }
  if (operator === '!=' && listed) return { on, op: 'none', v: values.map(String) };
  const op = SIMPLE[operator];
  return op ? { on, op, v: values.map(String) } : null;
}
