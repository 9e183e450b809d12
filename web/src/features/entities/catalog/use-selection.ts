import { useCallback, useEffect, useMemo, useState } from 'react';
import type { Query } from '@/api/contract';

/** Which rows are selected: some by name, or all that match but some. */
export interface Chosen {
  all: boolean;
  /** Those selected, or with `all` those left out. */
  ids: ReadonlySet<string>;
}

const NOTHING: Chosen = { all: false, ids: new Set() };

/** The selection of a table whose rows are mostly on the server; another search begins anew. */
export function useSelection(place: string, total: number) {
  const [chosen, setChosen] = useState<Chosen>(NOTHING);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another search has other rows.
  useEffect(() => setChosen(NOTHING), [place]);
  const onToggle = useCallback((id: string) => {
    setChosen(({ all, ids }) => {
      const next = new Set(ids);
      if (!next.delete(id)) next.add(id);
      return { all, ids: next };
    });
  }, []);
  const onMany = useCallback((wanted: string[]) => {
    setChosen(({ all, ids }) => {
      const next = new Set(ids);
      for (const id of wanted) all ? next.delete(id) : next.add(id);
      return { all, ids: next };
    });
  }, []);
  const onAll = useCallback((on: boolean) => setChosen(on ? { all: true, ids: new Set() } : NOTHING), []);
  const { all, ids } = chosen;
  const has = useCallback((id: string) => ids.has(id) !== all, [ids, all]);
  const count = all ? Math.max(0, total - ids.size) : ids.size;
  const selection = useMemo(
    () => ({ count, all: all && ids.size === 0, has, onToggle, onMany, onAll }),
    [count, all, ids, has, onToggle, onMany, onAll],
  );
  return { selection, chosen };
}

/** The query of what is chosen, within the search of the table. */
export function queryOf({ all, ids }: Chosen, query: Query | undefined): Query | undefined {
  if (all && ids.size === 0) return query;
  const named = { property: '$identifier', operator: all ? 'notIn' : 'in', value: [...ids] };
  return { combinator: 'and', rules: all && query ? [query, named] : [named] };
}
