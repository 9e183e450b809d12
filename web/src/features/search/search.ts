import type { SearchType } from '@/api/contract';

export const TYPES = ['entity', 'page', 'blueprint', 'person', 'team'] as const satisfies readonly SearchType[];

export interface SearchState {
  q?: string;
  type?: SearchType;
  /** Only entities of this blueprint. */
  blueprint?: string;
}

const text = (value: unknown) => (typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '');

/** What the page of results shows. */
export function parseSearchState(search: Record<string, unknown>): SearchState {
  const type = TYPES.find((each) => each === search.type);
  const [q, blueprint] = [text(search.q), text(search.blueprint)];
  return { ...(q && { q }), ...(type && { type }), ...(blueprint && { blueprint }) };
}
