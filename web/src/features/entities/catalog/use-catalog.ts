import { useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Blueprint, CatalogPage, SortKey } from '@/api/contract';
import { blueprintQuery } from '@/features/blueprints/public';
import { useMay } from '@/features/identity/public';
import type { EntityListView } from '../api';
import { chosenFields, type Field, fieldsOf, includeOf } from './fields';
import { toQuery } from './filters';
import {
  ALL,
  type CatalogSearch,
  differences,
  overlay,
  readSort,
  type SortState,
  type TableState,
} from './search-state';
import { type View, viewsQuery } from './views-api';

const route = getRouteApi('/app/catalog/$page');

export type ChangeSearch = (change: Partial<CatalogSearch>) => void;

export interface Catalog {
  page: CatalogPage;
  blueprint: Blueprint;
  fields: Field[];
  shown: Field[];
  /** What is shown: the saved view, with what was changed since. */
  search: CatalogSearch;
  change: ChangeSearch;
  view: EntityListView;
  saved: Saved;
  /** False on a locked page, for whoever may not edit pages. */
  open: boolean;
}

export interface Saved {
  views: View[];
  current: View | null;
  /** The address names a view that is gone, or somebody else's. */
  missing: boolean;
  /** What the view shows, and what is shown instead where something was changed. */
  changed: boolean;
  state: TableState;
  select: (view: string) => void;
}

/** The catalog page as its address describes it, and the way to change that address. */
export function useCatalog(): Catalog {
  const { t } = useTranslation();
  const page = route.useLoaderData();
  const may = useMay();
  const { data: blueprint } = useSuspenseQuery(blueprintQuery(page.blueprint));
  const { search, change, saved } = useSavedState(page);
  const fields = useMemo(
    () =>
      fieldsOf(blueprint, {
        name: t('catalog.name'),
        identifier: t('catalog.identifier'),
        team: t('catalog.team'),
        created: t('catalog.created'),
        updated: t('catalog.updated'),
      }),
    [blueprint, t],
  );
  const shown = useMemo(() => chosenFields(fields, search.cols), [fields, search.cols]);
  const view = useMemo<EntityListView>(() => {
    const known = new Set(fields.map((field) => field.id));
    const sort = readSort(search.sort).filter(({ id }) => known.has(id));
    const query = toQuery(search.q ?? '', search.f ?? [], fields);
    return {
      ...(query ? { query } : {}),
      sort: sort.map((key) => sortKey(key, fields)),
      include: includeOf(shown),
    };
  }, [fields, shown, search.sort, search.q, search.f]);
  return { page, blueprint, fields, shown, search, change, view, saved, open: !page.locked || may('update:pages') };
}

/** The view that opens: the one the address names, else the person's own default, their team's, or the page's. */
function opened(views: View[], wanted: string | undefined): View | null {
  if (wanted === ALL) return null;
  if (wanted) return views.find((view) => view.id === wanted) ?? null;
  return views.findLast((view) => view.default) ?? null;
}

function useSavedState(page: CatalogPage) {
  const said = route.useSearch();
  const navigate = route.useNavigate();
  const { data: views } = useSuspenseQuery(viewsQuery(page.identifier));
  const current = opened(views, said.view);
  const base = useMemo(() => current?.state ?? {}, [current]);
  const state = useMemo(() => overlay(base, said), [base, said]);
  const { view, open, peek } = said;
  const search = useMemo<CatalogSearch>(() => pick({ ...state, view, open, peek }), [state, view, open, peek]);
  const change = useCallback<ChangeSearch>(
    (part) =>
      void navigate({
        search: (old) => {
          const next = { ...overlay(base, old), ...part };
          const { view, peek, open } = { ...old, ...('group' in part ? { open: undefined } : {}), ...part };
          return pick({ view, ...differences(base, next), open, peek });
        },
        replace: true,
      }),
    [navigate, base],
  );
  const select = useCallback((id: string) => void navigate({ search: pick({ view: id }) }), [navigate]);
  const saved: Saved = {
    views,
    current,
    missing: said.view !== undefined && said.view !== ALL && current === null,
    changed: Object.keys(differences(base, state)).length > 0,
    state,
    select,
  };
  return { search, change, saved };
}

function sortKey({ id, desc }: SortState, fields: Field[]): SortKey {
  const relation = fields.find((field) => field.id === id)?.relation;
  const order = desc ? 'desc' : 'asc';
  return relation ? { relation: relation.id, targetProperty: '$title', order } : { property: id, order };
}

function pick(search: CatalogSearch): CatalogSearch {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined));
}
