import { infiniteQueryOptions } from '@tanstack/react-query';
import { answer, api } from '@/api/client';
import type { Blueprint } from '@/api/contract';
import { blueprintOf } from '@/api/narrow';
import { blueprintKeys } from '../api';

/** What happened to a definition, the newest first, page by page. */
export const historyQuery = (blueprint: string) =>
  infiniteQueryOptions({
    queryKey: [...blueprintKeys.one(blueprint), 'history'] as const,
    queryFn: async ({ pageParam }) =>
      answer(
        api.GET('/v1/blueprints/{blueprint}/history', {
          params: { path: { blueprint }, query: { limit: 30, cursor: pageParam } },
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    staleTime: 0,
  });

/** A definition as it was right after a change. */
export async function blueprintAt(blueprint: string, at: string): Promise<Blueprint> {
  const params = { path: { blueprint }, query: { at } };
  return blueprintOf((await answer(api.GET('/v1/blueprints/{blueprint}', { params }))).blueprint);
}
