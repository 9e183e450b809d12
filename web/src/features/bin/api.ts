import { infiniteQueryOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import { answer, api } from '@/api/client';
import type { Plan } from '@/api/contract';
import { planOf } from '@/api/narrow';
import type { components } from '@/api/schema';

type Schemas = components['schemas'];
export type BinItem = Schemas['BinItemShape'];
export type Gone = Schemas['BinObjectShape'];
export type BinKind = Gone['kind'];
export type Restored = Omit<Schemas['RestoredAnswer'], 'plan'> & { plan: Plan };

export interface BinFilter {
  q: string;
  kind: BinKind | undefined;
}

export const binKeys = {
  lists: ['bin', 'list'] as const,
  list: (filter: BinFilter) => ['bin', 'list', filter] as const,
  one: (id: string) => ['bin', 'one', id] as const,
};

/** Deletions that can be restored, the latest first. */
export const binQuery = ({ q, kind }: BinFilter) =>
  infiniteQueryOptions({
    queryKey: binKeys.list({ q, kind }),
    queryFn: ({ pageParam }) =>
      answer(
        api.GET('/v1/bin', {
          params: {
            query: { ...(q && { q }), ...(kind && { kind }), ...(pageParam && { cursor: pageParam }), limit: 100 },
          },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (last) => last.next || undefined,
  });

export const binItemQuery = (item: string) =>
  queryOptions({
    queryKey: [...binKeys.one(item), 'self'] as const,
    queryFn: async () => (await answer(api.GET('/v1/bin/{item}', { params: { path: { item } } }))).item,
  });

/** The first objects of a deletion; how many there are stands in its counts. */
export const binObjectsQuery = (item: string) =>
  queryOptions({
    queryKey: [...binKeys.one(item), 'objects'] as const,
    queryFn: async () =>
      (await answer(api.GET('/v1/bin/{item}/objects', { params: { path: { item }, query: { limit: 100 } } }))).objects,
  });

/** An object as it was last. */
export const binObjectQuery = (item: string, object: string) =>
  queryOptions({
    queryKey: [...binKeys.one(item), 'object', object] as const,
    queryFn: () => answer(api.GET('/v1/bin/{item}/objects/{object}', { params: { path: { item, object } } })),
  });

export interface Wish {
  references: boolean;
  skip: boolean;
}

/** What restoring would do, and what stands in its way. */
export const restorePlanQuery = (item: string, wish: Wish) =>
  queryOptions({
    queryKey: [...binKeys.one(item), 'plan', wish] as const,
    queryFn: () => restore(item, { ...wish, dryRun: true }),
    staleTime: 0,
    gcTime: 0,
  });

interface RestoreBody extends Wish {
  dryRun?: boolean;
  digest?: string;
}

async function restore(item: string, body: RestoreBody): Promise<Restored> {
  const given = { dryRun: false, ...body };
  const found = await answer(api.POST('/v1/bin/{item}/restore', { params: { path: { item } }, body: given }));
  return { ...found, plan: planOf(found.plan) };
}

/** Restores what was confirmed, and part by part what a large deletion still holds; answers how much came back. */
export async function restoreAll(item: string, wish: Wish, digest?: string): Promise<number> {
  let done = await restore(item, { ...wish, ...(digest && { digest }) });
  let count = done.objects.length;
  while (done.left > 0) {
    done = await restore(item, wish);
    count += done.objects.length;
  }
  return count;
}

/** Restores several deletions; answers those that could not come back. */
export async function restoreMany(items: string[]): Promise<Schemas['OneOfMany'][]> {
  const told = (await answer(api.POST('/v1/bin/restore', { body: { items, references: true, skip: false } }))).items;
  return told.filter(({ restored }) => !restored);
}

/** Empties a deletion for good. */
export async function eraseItem(item: string, confirm: string): Promise<void> {
  await api.DELETE('/v1/bin/{item}', { params: { path: { item }, query: { confirm } } });
}

/** Forgets whatever a restoration may have made stale. */
export async function refreshRestored(queryClient: QueryClient): Promise<void> {
  await queryClient.invalidateQueries({
    predicate: ({ queryKey: [first, second] }) => first !== 'session' && !(first === 'bin' && second === 'one'),
  });
}
