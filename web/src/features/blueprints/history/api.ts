import { infiniteQueryOptions } from '@tanstack/react-query';
import { answer, api } from '@/api/client';
import type { BlueprintInput } from '@/api/contract';
import { blueprintOf } from '@/api/narrow';
import { blueprintKeys } from '../api';
import { toDocument, toInput } from '../document';
import { rewritten } from '../rewritten';

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

/**
 * A definition as it was right after a change, and a text that says it: the one of then, or today's changed back. It
 * keeps the identifier that it has now: other things refer to it by that.
 */
export async function blueprintAt(
  blueprint: string,
  at: string,
  today: string,
): Promise<{ after: BlueprintInput; text: string }> {
  const params = { path: { blueprint }, query: { at } };
  const [then, written] = await Promise.all([
    answer(api.GET('/v1/blueprints/{blueprint}', { params })),
    answer(api.GET('/v1/blueprints/{blueprint}/yaml', { params })),
  ]);
  const after = { ...toInput(toDocument(blueprintOf(then.blueprint))), identifier: blueprint };
  return { after, text: rewritten(written.current ? written.yaml : today, after) };
}
