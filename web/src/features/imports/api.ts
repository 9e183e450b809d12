import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '@/api/client';
import { importOf } from '@/api/narrow';
import { isOver } from './status';

export const importKeys = {
  all: ['imports'] as const,
  list: ['imports', 'list'] as const,
  sources: ['imports', 'sources'] as const,
  one: (id: string) => ['imports', 'one', id] as const,
};

const WATCH = 1000;

/** The imports of the organisation, newest first. Events tell how each stands; one that runs is asked how far it is. */
export const importsQuery = queryOptions({
  queryKey: importKeys.list,
  queryFn: async () => (await answer(api.GET('/v1/imports'))).imports.map(importOf),
  refetchInterval: ({ state }) => (state.data?.some(({ status }) => status === 'running') ? WATCH * 2 : false),
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
