import { sameValue } from '@/lib/same-value';

/** A part of a document that the server would not take. */
export interface Refusal {
  path: readonly string[];
  message: string;
}

/** The value at a path, or undefined. A list is entered by position. */
export function valueAt(data: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((node, key) => (node as Record<string, unknown> | null | undefined)?.[key], data);
}

/** The refusals that still stand: those whose value has not changed since. */
export function standing(refusals: readonly Refusal[], then: unknown, now: unknown): Refusal[] {
  return refusals.filter(({ path }) => sameValue(valueAt(then, path), valueAt(now, path)));
}

/** The path as the server writes it, such as `schema.properties.tags.items` or `widgets[2].title`. */
export function pathOf(written: string): string[] {
  return written.split(/[.[\]]+/).filter(Boolean);
}
