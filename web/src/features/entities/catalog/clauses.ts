import type { Kind } from './fields';

export type Operator =
  | 'contains'
  | 'lacks'
  | 'is'
  | 'not'
  | 'starts'
  | 'ends'
  | 'gt'
  | 'gte'
  | 'lt'
  | 'lte'
  | 'between'
  | 'before'
  | 'after'
  | 'last'
  | 'any'
  | 'every'
  | 'none'
  | 'mine'
  | 'me'
  | 'empty'
  | 'filled';

/** One chip: a field, how it is compared, and with what. */
export interface Filter {
  on: string;
  op: Operator;
  v: string[];
}

/** Clauses of which any or all must hold; each may be such a group again. */
export interface FilterGroup {
  join: 'any' | 'all';
  of: Clause[];
}
export type Clause = Filter | FilterGroup;
export const MAX_DEPTH = 5;

export function isGroup(clause: Clause): clause is FilterGroup {
  return 'join' in clause;
}

/** The comparisons of each kind of field, the usual one first. */
export const OPERATORS: Record<Kind, Operator[]> = {
  text: ['contains', 'lacks', 'is', 'not', 'starts', 'ends', 'empty', 'filled'],
  enum: ['any', 'none', 'empty', 'filled'],
  number: ['is', 'not', 'gt', 'gte', 'lt', 'lte', 'between', 'empty', 'filled'],
  boolean: ['any', 'empty', 'filled'],
  date: ['last', 'before', 'after', 'between', 'empty', 'filled'],
  list: ['any', 'every', 'none', 'empty', 'filled'],
  object: ['empty', 'filled'],
  relation: ['any', 'none', 'empty', 'filled'],
  team: ['any', 'none', 'empty', 'filled'],
};
const ALL = new Set(Object.values(OPERATORS).flat());

/** Whether a value read from an address has the form of a filter. */
export function isFilter(value: unknown): value is Filter {
  if (typeof value !== 'object' || value === null) return false;
  const { on, op, v } = value as Record<string, unknown>;
  const listed = op === 'mine' || op === 'me' || ALL.has(op as Operator);
  return typeof on === 'string' && listed && Array.isArray(v) && v.every((each) => typeof each === 'string');
}

/** Whether it has the form of a filter, or of a group of them. */
export function isClause(value: unknown, depth = 0): value is Clause {
  if (isFilter(value)) return true;
  if (typeof value !== 'object' || value === null || depth >= MAX_DEPTH) return false;
  const { join, of } = value as Record<string, unknown>;
  return (join === 'any' || join === 'all') && Array.isArray(of) && of.every((each) => isClause(each, depth + 1));
}
