import type { Query, Rule } from '@/api/contract';

/** A widget as it is stored. Keys that nobody here knows stay with it. */
export interface Widget {
  id: string;
  type: string;
  title?: string;
  description?: string;
  icon?: string;
  [key: string]: unknown;
}

export interface Column {
  id: string;
  /** Of twelve. */
  size: number;
}
export interface Row {
  /** In pixels. */
  height: number;
  columns: Column[];
}

/** What a dashboard shows: rows of widgets, the widgets by what the rows name. */
export interface Board {
  rows: Row[];
  widgets: Widget[];
}

/** A dataset as widgets hold it: a query, or the bare rules of old pages. */
export type Dataset = Query | (Rule | Query)[];

/** What the reader chose above the widgets, and where they are: all of it in the address. */
export interface Scope {
  /** Parameters of the address, for `{{url.x}}`. */
  url: Record<string, string>;
  team?: string;
  range?: string;
  filters: Query[];
  /** The entity whose page this is. */
  entity?: { blueprint: string; identifier: string; title: string | null; properties: Record<string, unknown> };
  user: { email: string; name: string };
}
