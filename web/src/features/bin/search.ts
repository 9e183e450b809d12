import type { BinKind } from './api';

export const KINDS = ['entity', 'blueprint', 'page'] as const satisfies readonly BinKind[];

export interface BinSearch {
  q?: string;
  kind?: BinKind;
  /** The deletion that is looked at. */
  item?: string;
}

/** What the page of the bin shows. */
export function parseBinSearch(search: Record<string, unknown>): BinSearch {
  const kind = KINDS.find((each) => each === search.kind);
  const q = typeof search.q === 'string' || typeof search.q === 'number' ? String(search.q) : '';
  const item = typeof search.item === 'string' ? search.item : '';
  return { ...(q && { q }), ...(kind && { kind }), ...(item && { item }) };
}
