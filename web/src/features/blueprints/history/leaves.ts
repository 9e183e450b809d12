import { sameValue } from '@/lib/same-value';

export interface Leaf {
  path: string;
  before: unknown;
  after: unknown;
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What differs between two values, as deep as both are objects; a value that came or went is told as a whole. */
export function leavesOf(path: string, before: unknown, after: unknown): Leaf[] {
  if (sameValue(before, after)) return [];
  if (!isMap(before) || !isMap(after)) return [{ path, before, after }];
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].flatMap((key) => leavesOf(`${path}.${key}`, before[key], after[key]));
}
