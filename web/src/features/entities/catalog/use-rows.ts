import { keepPreviousData, type UseQueryResult, useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Entity } from '@/api/contract';
import { groupOf, groupOrder } from './grouping';
import { type Group, type Item, keyOf, type Layout, layOut, PAGE_SIZE, pagesWanted } from './rows';
import { groupsQuery, type RowsPage, rowsQuery } from './rows-api';
import type { Catalog } from './use-catalog';

const NONE: Group[] = [];
const TOP = [0, PAGE_SIZE / 2] as const;

/** What the pages in sight hold; the same object while they do not change. */
function together(pages: UseQueryResult<RowsPage>[]) {
  return {
    entities: pages.map((page) => page.data?.entities),
    error: pages.find((page) => page.error)?.error ?? null,
    fetching: pages.some((page) => page.isFetching),
  };
}

/** The rows of the table: those about to be seen are asked for, wherever they are; groups hold theirs when open. */
export function useCatalogRows(catalog: Catalog) {
  const { page, view, search } = catalog;
  const queryClient = useQueryClient();
  const { lead, layout, groups, total, truncated } = useLayout(catalog);
  const place = JSON.stringify([page.identifier, view.query, view.sort, search.group]);
  const [range, setRange] = useState<{ place: string; at: readonly [number, number] }>({ place, at: TOP });
  const onRange = useCallback((from: number, to: number) => setRange({ place, at: [from, to] }), [place]);
  const at = range.place === place ? range.at : TOP;
  const wanted = useMemo(() => pagesWanted(layout.segments, at), [layout, at]);
  const pages = useQueries({
    queries: wanted.map(({ segment, page: number }) => rowsQuery(queryClient, page.blueprint, segment.view, number)),
    combine: together,
  });
  const drawn = useRef<{ place: string; rows: (Item | undefined)[] }>({ place: '', rows: [] });
  const rows = useMemo(() => {
    const all = new Array<Item | undefined>(layout.length);
    for (const [index, item] of layout.heads) all[index] = item;
    wanted.forEach(({ segment, page: number }, index) => {
      const start = segment.start + number * PAGE_SIZE;
      const size = Math.min(PAGE_SIZE, segment.count - number * PAGE_SIZE);
      // What was in sight stays there until the new answer comes: other columns, or another search on its first page.
      const before = drawn.current.place === place ? drawn.current.rows.slice(start, start + size) : undefined;
      put(all, start, pages.entities[index] ?? (number === 0 ? layout.first : undefined) ?? before ?? []);
    });
    return all;
  }, [layout, wanted, pages.entities, place]);
  useEffect(() => {
    drawn.current = { place, rows };
  }, [place, rows]);
  return {
    rows,
    onRange,
    place,
    total,
    truncated,
    groups,
    took: lead.data?.took ?? null,
    lead,
    error: lead.error ?? pages.error,
    fetching: lead.isFetching || pages.fetching,
    retry: () =>
      void queryClient.refetchQueries({ type: 'active', predicate: (query) => query.state.status === 'error' }),
  };
}

/** How many rows there are and where they stand, by the first page or by the groups. */
function useLayout(catalog: Catalog) {
  const { page, view, search } = catalog;
  const queryClient = useQueryClient();
  const { fields, shown } = catalog;
  const by = useMemo(() => groupOf({ fields, shown, group: search.group }), [fields, shown, search.group]);
  const first = useQuery({
    ...rowsQuery(queryClient, page.blueprint, view, 0),
    placeholderData: keepPreviousData,
    enabled: by === null,
  });
  const groups = useQuery({ ...groupsQuery(page.blueprint, view, by?.body), enabled: by !== null });
  const layout = useMemo<Layout & { first?: Entity[] }>(() => {
    if (!by) {
      const count = first.data?.count ?? 0;
      return { segments: [{ key: '', view, start: 0, count }], heads: [], length: count, first: first.data?.entities };
    }
    const open = new Set((search.open ?? []).map(keyOf));
    return layOut(groupOrder(groups.data?.groups ?? [], by.field), open, (group) => by.viewOf(view, group));
  }, [by, first.data, groups.data, view, search.open]);
  const total = by ? (groups.data?.total ?? 0) : (first.data?.count ?? 0);
  const listed = by ? (groups.data?.groups ?? NONE) : NONE;
  return {
    lead: by ? groups : first,
    layout,
    groups: listed,
    total,
    truncated: by !== null && groups.data?.truncated === true,
  };
}

function put(all: (Item | undefined)[], start: number, items: (Item | undefined)[]): void {
  items.forEach((item, offset) => {
    if (start + offset < all.length) all[start + offset] = item;
  });
}
