import { keepPreviousData, type QueryClient, queryOptions } from '@tanstack/react-query';
import { answer, api, tracesOf } from '@/api/client';
import type { PortalPage, Query } from '@/api/contract';
import { isStatus } from '@/api/error';
import { queryBody } from '@/api/narrow';
import type { components } from '@/api/schema';
import { entityKeys } from '@/features/entities/public';
import { sameValue } from '@/lib/same-value';
import { boardIn, boardOf, type Kept, withBoard } from './model/board';
import type { Subject } from './model/dataset';
import { entityTabs } from './model/entity-page';
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

/** Somebody else arranged the dashboard since its editor was opened. */
export class ArrangedMeanwhile extends Error {}

/** As often a write begins anew because the page changed under it. */
const TURNS = 4;
type Based = { 'if-match': string | null };

/** Writes what follows from a page as it is now; begins anew when somebody writes in between. */
async function basedOn(page: string, write: (now: PortalPage, header: Based) => Promise<unknown>): Promise<void> {
  for (let turn = 1; ; turn++) {
    const { data, response } = await api.GET('/v1/pages/{page}', { params: { path: { page } } });
    const found = await answer(Promise.resolve({ data }));
    try {
      await write(found.page, { 'if-match': response.headers.get('etag') });
      return;
    } catch (error) {
      if (!isStatus(error, 412) || turn >= TURNS) throw error;
    }
  }
}

/** Changes the widgets of a page, whatever others made of them meanwhile. */
export async function changeWidgets(page: string, change: (now: PortalPage) => Kept[]): Promise<void> {
  await basedOn(page, (now, header) => {
    const params = { path: { page }, header };
    return api.PATCH('/v1/pages/{page}', { params, body: { widgets: change(now) } });
  });
}

/** A board to be written, and the one that its editor saw; null writes over whatever is there. */
export interface Arranged {
  board: Board;
  over: Board | null;
}

function checkUnchanged(now: Board | undefined, over: Board | null): void {
  if (over !== null && now !== undefined && !sameValue(now, over)) throw new ArrangedMeanwhile();
}

/** Writes the rows and widgets of one dashboard on the pages of entities, and nothing else of them. */
export async function saveTab(page: string, widget: string, { board, over }: Arranged): Promise<void> {
  await basedOn(page, (now, header) => {
    const tab = entityTabs(now).find(({ id }) => id === widget);
    checkUnchanged(tab && boardIn(tab.board), over);
    const params = { path: { page, widget }, header };
    const body = { layout: board.rows, widgets: board.widgets };
    return api.PATCH('/v1/pages/{page}/widgets/{widget}', { params, body });
  });
}

/** Writes the board of a dashboard. */
export async function saveBoard(page: string, { board, over }: Arranged): Promise<void> {
  await changeWidgets(page, (now) => {
    checkUnchanged(boardOf(now.widgets), over);
    return withBoard(now.widgets, board);
  });
}

export async function createDashboard(title: string): Promise<string> {
  const body = { type: 'dashboard' as const, title, widgets: [] };
  return (await answer(api.POST('/v1/pages', { body }))).identifier;
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

/** How many entities have each value, and of those how many have each value of another property. */
export const countsQuery = (query: Query, { kind, id }: Subject, breakdownProperty?: string) =>
  figureQuery({
    func: 'countValues',
    averageOf: 'total',
    measureTimeBy: '$createdAt',
    query,
    ...(kind === 'relation' ? { relation: id } : { property: id }),
    ...(breakdownProperty === undefined ? {} : { breakdownProperty }),
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
