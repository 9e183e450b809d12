import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { answer, api } from '@/api/client';
import type { ImportRun } from '@/api/contract';
import { importOf } from '@/api/narrow';
import { isOver } from './status';

export const importKeys = {
  all: ['imports'] as const,
  list: ['imports', 'list'] as const,
  history: (previews: boolean) => ['imports', 'history', previews] as const,
  sources: ['imports', 'sources'] as const,
  one: (id: string) => ['imports', 'one', id] as const,
};

const WATCH = 1000;
/** How soon a list is asked again that shows how far an import is. */
const watched = (runs: readonly ImportRun[] = []) =>
  runs.some(({ status }) => status === 'running') ? WATCH * 2 : false;

/** The latest imports of the organisation, newest first. Events tell how each stands; one that runs is asked how far it is. */
export const importsQuery = queryOptions({
  queryKey: importKeys.list,
  queryFn: async () => (await answer(api.GET('/v1/imports'))).imports.map(importOf),
  refetchInterval: ({ state }) => watched(state.data),
});

/** Every import page by page; with `previews` also those that only showed what would happen. */
export const importHistoryQuery = (previews: boolean) =>
  infiniteQueryOptions({
    queryKey: importKeys.history(previews),
    queryFn: async ({ pageParam }) => {
      const query = { ...(previews ? { previews } : {}), ...(pageParam ? { cursor: pageParam } : {}) };
      const { imports, next } = await answer(api.GET('/v1/imports', { params: { query } }));
      return { imports: imports.map(importOf), next };
    },
    initialPageParam: '',
    getNextPageParam: (last) => last.next || undefined,
    refetchInterval: ({ state }) => watched(state.data?.pages.flatMap(({ imports }) => imports)),
  });

/** One import with its progress; asked every second until it is over. */
export const importQuery = (id: string) =>
  queryOptions({
    queryKey: [...importKeys.one(id), 'self'] as const,
    queryFn: async () =>
      importOf((await answer(api.GET('/v1/imports/{import_id}', { params: { path: { import_id: id } } }))).import),
    refetchInterval: ({ state }) => (state.data && !isOver(state.data.status) ? WATCH : false),
    placeholderData: undefined,
  });
