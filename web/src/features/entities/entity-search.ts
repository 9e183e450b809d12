const TABS = ['overview', 'relations', 'related', 'scorecards', 'changes'] as const;
/** One of the usual tabs, that of a property, or a dashboard. */
export type EntityTab = (typeof TABS)[number] | `${'p' | 'd'}:${string}`;

export interface EntitySearch {
  tab?: EntityTab;
  /** A past instant at which to see the entity. */
  at?: string;
  /** Of the graph: see graph-state.ts. */
  view?: 'table';
  dir?: 'upstream' | 'downstream';
  depth?: number;
  kinds?: string;
  find?: string;
  impact?: boolean;
  large?: boolean;
  node?: string;
  open?: string[];
  /** Of what is related: the steps of the path. */
  path?: string[];
  /** Of a dashboard: being arranged, and its stretch of time. */
  edit?: boolean;
  range?: string;
  /** Of the changes: only by, from, and of. */
  by?: string;
  from?: string;
  of?: string;
}

const text = (value: unknown): string | undefined => {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
};
const oneOf = <Word extends string>(value: unknown, words: readonly Word[]) => words.find((word) => word === value);

/** Reads the address of an entity's page leniently: what makes no sense is dropped. */
export function parseEntitySearch(search: Record<string, unknown>): EntitySearch {
  const named = text(search.tab);
  const tab = /^[dp]:/.test(named ?? '') ? (named as EntityTab) : oneOf(search.tab, TABS);
  const path = Array.isArray(search.path) ? search.path.filter((step) => text(step)) : [];
  const depth = Number(search.depth);
  const keys = Array.isArray(search.open) ? search.open.filter((key) => text(key)?.includes(',')) : [];
  const parsed: EntitySearch = {
    tab: tab === 'overview' ? undefined : tab,
    at: typeof search.at === 'string' && !Number.isNaN(Date.parse(search.at)) ? search.at : undefined,
    view: oneOf(search.view, ['table'] as const),
    dir: oneOf(search.dir, ['upstream', 'downstream'] as const),
    depth: Number.isInteger(depth) ? Math.min(4, Math.max(1, depth)) : undefined,
    kinds: text(search.kinds),
    find: text(search.find),
    impact: search.impact === true || search.impact === 'true' ? true : undefined,
    large: search.large === true || search.large === 'true' ? true : undefined,
    node: text(search.node)?.includes(',') ? text(search.node) : undefined,
    open: keys.length > 0 ? keys.slice(0, 30) : undefined,
    path: path.length > 0 ? path.slice(0, 4) : undefined,
    edit: search.edit === true ? true : undefined,
    range: text(search.range),
    by: text(search.by),
    from: text(search.from),
    of: text(search.of),
  };
  return Object.fromEntries(Object.entries(parsed).filter(([, value]) => value !== undefined));
}

export interface ModeSearch {
  mode?: 'yaml';
}

/** Whether the document is shown as YAML rather than as a form. */
export function parseModeSearch(search: Record<string, unknown>): ModeSearch {
  return search.mode === 'yaml' ? { mode: 'yaml' } : {};
}
