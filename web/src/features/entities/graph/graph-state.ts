import type { EntitySearch } from '../entity-search';

export type Direction = 'both' | 'upstream' | 'downstream';
export const DEPTHS = [1, 2, 3, 4] as const;
const DEFAULT_DEPTH = 2;
/** As many as the server expands at once. */
export const MOST_EXPANDED = 30;

/** What is shown of the graph around an entity; all of it lives in the address. */
export interface GraphState {
  view: 'graph' | 'table';
  direction: Direction;
  depth: number;
  /** Blueprints that the walk may pass; none for all. */
  kinds: string[];
  find: string;
  impact: boolean;
  /** Whether as many entities are asked for as can be drawn. */
  large: boolean;
  /** The key of the selected card. */
  node: string | null;
  /** The keys of cards whose neighbours are all shown. */
  open: string[];
}

export function graphStateOf(search: EntitySearch): GraphState {
  return {
    view: search.view ?? 'graph',
    direction: search.dir ?? 'both',
    depth: search.depth ?? DEFAULT_DEPTH,
    kinds: search.kinds?.split(',') ?? [],
    find: search.find ?? '',
    impact: search.impact ?? false,
    large: search.large ?? false,
    node: search.node ?? null,
    open: search.open ?? [],
  };
}

/** The address of a changed state: what is as usual is left out. */
export function addressOf(state: GraphState): Partial<EntitySearch> {
  return {
    view: state.view === 'graph' ? undefined : state.view,
    dir: state.direction === 'both' ? undefined : state.direction,
    depth: state.depth === DEFAULT_DEPTH ? undefined : state.depth,
    kinds: state.kinds.length > 0 ? state.kinds.join(',') : undefined,
    find: state.find || undefined,
    impact: state.impact || undefined,
    large: state.large || undefined,
    node: state.node ?? undefined,
    open: state.open.length > 0 ? state.open : undefined,
  };
}

/** How a card is named in the address, and how the server takes an entity to expand. */
export function keyOf({ blueprint, identifier }: { blueprint: string; identifier: string }): string {
  return `${blueprint},${identifier}`;
}

export function refOf(key: string): { blueprint: string; identifier: string } {
  const comma = key.indexOf(',');
  return { blueprint: key.slice(0, comma), identifier: key.slice(comma + 1) };
}
