import { denseByDefault } from '@/lib/density';
import { type Clause, isClause } from './clauses';

/** What a table shows: kept by saved views, and by the address where it differs from them. */
export interface TableState {
  q?: string;
  f?: Clause[];
  /** Comma-separated keys, each `column` or `column.desc`. */
  sort?: string;
  /** The column by which rows are grouped. */
  group?: string;
  /** The columns shown, in order, comma-separated. */
  cols?: string;
  /** How many of them stay in place besides the name. */
  pins?: number;
  /** Widths that were dragged: `column:pixels`, comma-separated. */
  w?: string;
  dense?: boolean;
}

export type GroupValue = string | number | boolean | null;

/** Everything a person can change about a catalog table lives in its address. */
export interface CatalogSearch extends TableState {
  /** A saved view; `all` is the page itself where another view would open. */
  view?: string;
  /** The groups that are open. */
  open?: GroupValue[];
  /** The entity shown in the preview drawer. */
  peek?: string;
}

export const ALL = 'all';
/** What the address says where a view's filters, order and so on were taken away. */
const CLEARED = { q: '', f: [], sort: '', group: '', cols: '', pins: 0, w: '' } as const;
type StateKey = keyof TableState;
const STATE_KEYS: StateKey[] = [...(Object.keys(CLEARED) as (keyof typeof CLEARED)[]), 'dense'];

/** What is shown where neither a view nor the address says anything. */
function usual(key: StateKey): unknown {
  return key === 'dense' ? denseByDefault() : CLEARED[key];
}

const text = (value: unknown): string | undefined => {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' ? value : undefined;
};
const isGroupValue = (value: unknown): value is GroupValue =>
  value === null || ['string', 'number', 'boolean'].includes(typeof value);

function defined<T extends object>(parts: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined)) as T;
}

/** Reads what a view or an address says of a table leniently: what makes no sense is dropped. */
export function parseTableState(said: Record<string, unknown>): TableState {
  const pins = Number(said.pins ?? Number.NaN);
  return defined<Required<TableState>>({
    q: text(said.q),
    f: Array.isArray(said.f) ? said.f.filter(isClause) : undefined,
    sort: text(said.sort),
    group: text(said.group),
    cols: text(said.cols),
    pins: Number.isInteger(pins) && pins >= 0 && pins <= 5 ? pins : undefined,
    w: text(said.w),
    dense: [true, 'true'].includes(said.dense as string) || (said.dense === false ? false : undefined),
  });
}

/** Reads an address leniently. */
export function parseCatalogSearch(search: Record<string, unknown>): CatalogSearch {
  const open = Array.isArray(search.open) ? search.open.filter(isGroupValue) : [];
  return {
    ...parseTableState(search),
    ...defined<Required<Pick<CatalogSearch, 'view' | 'open' | 'peek'>>>({
      view: text(search.view) || undefined,
      open: open.length > 0 ? open : undefined,
      peek: text(search.peek) || undefined,
    }),
  };
}

function isUsual(key: StateKey, value: unknown): boolean {
  return value === undefined || JSON.stringify(value) === JSON.stringify(usual(key));
}

/** What is shown: the view's state, and over it what the address says. */
export function overlay(view: TableState, search: CatalogSearch): TableState {
  const merged: Record<string, unknown> = {};
  for (const key of STATE_KEYS) {
    const value = search[key] ?? view[key];
    if (!isUsual(key, value)) merged[key] = value;
  }
  return merged;
}

/** What an address must say for this state to be shown over the view. */
export function differences(view: TableState, state: TableState): TableState {
  const said: Record<string, unknown> = {};
  for (const key of STATE_KEYS) {
    const [before, now] = [view[key] ?? usual(key), state[key] ?? usual(key)];
    if (JSON.stringify(before) !== JSON.stringify(now)) said[key] = now;
  }
  return said;
}

export interface SortState {
  id: string;
  desc: boolean;
}

export function readSort(sort: string | undefined): SortState[] {
  if (!sort) return [];
  return sort.split(',').map((key) => ({ id: key.replace(/\.desc$/, ''), desc: key.endsWith('.desc') }));
}

export function writeSort(sort: SortState[]): string | undefined {
  return sort.length > 0 ? sort.map(({ id, desc }) => (desc ? `${id}.desc` : id)).join(',') : undefined;
}

/** The next state of a clicked heading: ascending, descending, unsorted. Shift keeps the other keys. */
export function toggleSort(sort: SortState[], id: string, add: boolean): SortState[] {
  const current = sort.find((key) => key.id === id);
  const others = add ? sort.filter((key) => key.id !== id) : [];
  if (!current) return [...others, { id, desc: false }];
  if (!current.desc) return add ? sort.map((key) => (key.id === id ? { id, desc: true } : key)) : [{ id, desc: true }];
  return others;
}

export function readWidths(widths: string | undefined): Record<string, number> {
  const pairs = (widths ?? '').split(',').map((pair): [string, number] => {
    const colon = pair.lastIndexOf(':');
    return [pair.slice(0, colon), Number(pair.slice(colon + 1))];
  });
  return Object.fromEntries(
    pairs.filter(([id, width]) => id && Number.isFinite(width) && width >= 64 && width <= 2000),
  );
}

export function writeWidths(widths: Record<string, number>): string | undefined {
  const pairs = Object.entries(widths).map(([id, width]) => `${id}:${width}`);
  return pairs.length > 0 ? pairs.join(',') : undefined;
}
