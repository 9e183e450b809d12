import { keepPreviousData, type QueryClient, queryOptions } from '@tanstack/react-query';
import { answer, api, tracesOf } from '@/api/client';
import type { PortalPage, Query } from '@/api/contract';
import { queryBody } from '@/api/narrow';
import type { components } from '@/api/schema';
import { entityKeys } from '@/features/entities/public';
import type { Kept } from './model/board';
import type { Board } from './model/types';

type Schemas = components['schemas'];
export type TrendRequest = Omit<Schemas['TrendIn'], 'query'> & { query?: Query };
export type FigureRequest = Omit<Schemas['AggregateIn'], 'query'> & { query: Query };
export type Interval = Schemas['TrendIn']['timeInterval'];
export type Preset = Schemas['TimeRange']['preset'];
export type Trend = Schemas['Series'];

const dashboards = [...entityKeys.pages, 'dashboards'] as const;
const entityPages = [...entityKeys.pages, 'entity'] as const;

/** Every dashboard. */
export const dashboardsQuery = queryOptions({
  queryKey: dashboards,
  queryFn: async () => (await answer(api.GET('/v1/pages', { params: { query: { type: 'dashboard' } } }))).pages,
});

export const pageQuery = (identifier: string) =>
  queryOptions({
    queryKey: [...dashboards, identifier] as const,
    queryFn: async () => (await answer(api.GET('/v1/pages/{page}', { params: { path: { page: identifier } } }))).page,
  });

/** What the pages of a blueprint's entities show beside the usual, if somebody said so. */
export const entityPageQuery = (blueprint: string) =>
  queryOptions({
    queryKey: [...entityPages, blueprint] as const,
    queryFn: async () => {
      const query = { type: 'entity', blueprint } as const;
      return (await answer(api.GET('/v1/pages', { params: { query } }))).pages[0] ?? null;
    },
  });

export async function createEntityPage(blueprint: string, title: string, widgets: Kept[]): Promise<void> {
  await api.POST('/v1/pages', { body: { type: 'entity', blueprint, title, widgets } });
}

/** Writes the rows and widgets of one dashboard of a page, and nothing else of it. */
export async function saveBoard(page: string, widget: string, board: Board): Promise<void> {
  const body = { layout: board.rows, widgets: board.widgets };
  await api.PATCH('/v1/pages/{page}/widgets/{widget}', { params: { path: { page, widget } }, body });
}

export async function createDashboard(title: string): Promise<string> {
  const body = { type: 'dashboard' as const, title, widgets: [] };
  return (await answer(api.POST('/v1/pages', { body }))).identifier;
}

export async function saveDashboard(page: string, changes: Schemas['PagePatch']): Promise<PortalPage> {
  return (await answer(api.PATCH('/v1/pages/{page}', { params: { path: { page } }, body: changes }))).page;
}

/** Deletes a dashboard, and answers the trace under which the bin keeps it. */
export async function deleteDashboard(page: string): Promise<string[]> {
  return tracesOf((await api.DELETE('/v1/pages/{page}', { params: { path: { page } } })).response);
}

/** Forgets what a write to dashboards, or to those on the pages of entities, has made stale. */
export async function refreshDashboards(queryClient: QueryClient): Promise<void> {
  await Promise.all([dashboards, entityPages].map((queryKey) => queryClient.invalidateQueries({ queryKey })));
}

const figures = [...entityKeys.all, 'figures'] as const;
/** Everything that widgets show, for a refresh of all at once. */
export const figureKeys = figures;

export const figureQuery = (body: FigureRequest) =>
  queryOptions({
    queryKey: [...figures, 'one', body] as const,
    queryFn: async ({ signal }) =>
      (await answer(api.POST('/v1/entities/aggregate', { body: { ...body, query: queryBody(body.query) }, signal })))
        .result,
    placeholderData: keepPreviousData,
  });

export const trendQuery = ({ query, ...body }: TrendRequest) =>
  queryOptions({
    queryKey: [...figures, 'trend', body, query] as const,
    queryFn: async ({ signal }) => {
      const asked = { ...body, ...(query ? { query: queryBody(query) } : {}) };
      return (await answer(api.POST('/v1/entities/aggregate-over-time', { body: asked, signal }))).result;
    },
    placeholderData: keepPreviousData,
  });

export const historyQuery = (body: Schemas['HistoryIn']) =>
  queryOptions({
    queryKey: [...figures, 'history', body] as const,
    queryFn: async ({ signal }) => (await answer(api.POST('/v1/entities/properties-history', { body, signal }))).result,
    placeholderData: keepPreviousData,
  });

export const myEntitiesQuery = queryOptions({
  queryKey: [...figures, 'mine'] as const,
  queryFn: async () => (await answer(api.GET('/v1/me/entities', { params: { query: { limit: 10 } } }))).entities,
});

export const recentlyViewedQuery = queryOptions({
  queryKey: ['me', 'recent', 'widget'] as const,
  queryFn: async () => (await answer(api.GET('/v1/me/recent', { params: { query: { limit: 10 } } }))).recent,
});
