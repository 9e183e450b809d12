import { type QueryClient, queryOptions } from '@tanstack/react-query';
import { answer, api } from '@/api/client';
import { queryBody } from '@/api/narrow';
import type { components } from '@/api/schema';
import { type EntityListView, entityKeys, type TopPage, topSearch } from '../api';
import { type Group, PAGE_SIZE } from './rows';

type Schemas = components['schemas'];
export type GroupBy = Pick<Schemas['TopSearchIn'], 'groupBy' | 'figures'>;
export type RowsPage = TopPage & { took: number };

const pageKey = (blueprint: string, view: EntityListView, page: number) =>
  [...entityKeys.list(blueprint, view), page] as const;

/** Every cursor with which a page of a hundred rows begins, found by the server in one go. */
const stopsQuery = (blueprint: string, { query, sort }: EntityListView) =>
  queryOptions({
    queryKey: [...entityKeys.lists(blueprint), 'stops', query, sort] as const,
    queryFn: async ({ signal }) =>
      answer(
        api.POST('/v1/blueprints/{blueprint}/entities/top-search/stops', {
          params: { path: { blueprint } },
          body: { sort, ...(query ? { query: queryBody(query) } : {}) } as Schemas['StopsIn'],
          signal,
        }),
      ),
  });

interface Place {
  from?: string;
  /** Rows between the nearest known place and the page. */
  skip: number;
}

/** Where a page begins: after the one before it, where that is known and fresh, else at the nearest stop. */
async function placeOf(client: QueryClient, blueprint: string, view: EntityListView, page: number): Promise<Place> {
  if (page === 0) return { skip: 0 };
  const before = client.getQueryState<RowsPage>(pageKey(blueprint, view, page - 1));
  if (before?.data?.next && !before.isInvalidated) return { from: before.data.next, skip: 0 };
  const { every, stops } = await client.fetchQuery({ ...stopsQuery(blueprint, view), staleTime: 30_000 });
  const block = Math.floor((page * PAGE_SIZE) / every);
  const from = block > 0 ? stops[block - 1] : undefined;
  return { ...(from ? { from } : {}), skip: page * PAGE_SIZE - block * every };
}

/** A page of a hundred rows, anywhere in the list. */
export const rowsQuery = (client: QueryClient, blueprint: string, view: EntityListView, page: number) =>
  queryOptions({
    queryKey: pageKey(blueprint, view, page),
    queryFn: async ({ signal }): Promise<RowsPage> => {
      const { from, skip } = await placeOf(client, blueprint, view, page);
      const started = performance.now();
      const asked = { ...view, ...(from ? { from } : {}), limit: skip + PAGE_SIZE, titles: true };
      const found = await topSearch(blueprint, asked, signal);
      return { ...found, entities: found.entities.slice(skip), took: performance.now() - started };
    },
    placeholderData: undefined,
  });

/** The groups of what matches, with their counts and the figures of number columns. */
export const groupsQuery = (blueprint: string, view: EntityListView, by: GroupBy | undefined) =>
  queryOptions({
    queryKey: [...entityKeys.lists(blueprint), 'groups', view.query, by] as const,
    queryFn: async ({ signal }) => {
      const started = performance.now();
      const query = view.query ? { query: queryBody(view.query) } : {};
      const found = await answer(
        api.POST('/v1/blueprints/{blueprint}/entities/top-search', {
          params: { path: { blueprint } },
          body: { ...by, ...query, countOnly: true } as Schemas['TopSearchIn'],
          signal,
        }),
      );
      const groups = (found.groups ?? []) as Group[];
      const total = groups.reduce((sum, group) => sum + group.count, 0);
      return { groups, total, truncated: found.truncated === true, took: performance.now() - started };
    },
  });
