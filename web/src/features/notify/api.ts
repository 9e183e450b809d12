import { infiniteQueryOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import { answer, api } from '@/api/client';

export const notifyKeys = {
  all: ['notifications'] as const,
  list: (unread: boolean) => ['notifications', 'list', unread] as const,
  unread: ['notifications', 'unread'] as const,
  watches: ['me', 'watches'] as const,
};

/** What the person is told, the last first. */
export const notificationsQuery = (unread: boolean) =>
  infiniteQueryOptions({
    queryKey: notifyKeys.list(unread),
    queryFn: async ({ pageParam }) => {
      const query = { unread, limit: 20, ...(pageParam ? { cursor: pageParam } : {}) };
      return answer(api.GET('/v1/me/notifications', { params: { query } }));
    },
    initialPageParam: '',
    getNextPageParam: (last) => last.next ?? undefined,
  });

/** How much is unread, up to a hundred. */
export const unreadQuery = queryOptions({
  queryKey: notifyKeys.unread,
  queryFn: async () => (await answer(api.GET('/v1/me/notifications/unread'))).unread,
});

export const watchesQuery = queryOptions({
  queryKey: notifyKeys.watches,
  queryFn: async () => (await answer(api.GET('/v1/me/watches'))).watches,
  staleTime: 5 * 60_000,
});

/** Names what can be watched: an entity of a blueprint, or the blueprint with all its entities. */
export interface WatchTarget {
  blueprint: string;
  entity?: string;
}

export async function setWatch({ blueprint, entity }: WatchTarget, on: boolean): Promise<void> {
  if (entity === undefined) {
    const params = { path: { blueprint } };
    await (on
      ? api.PUT('/v1/me/watches/blueprints/{blueprint}', { params })
      : api.DELETE('/v1/me/watches/blueprints/{blueprint}', { params }));
    return;
  }
  const params = { path: { blueprint, entity } };
  await (on
    ? api.PUT('/v1/me/watches/entities/{blueprint}/{entity}', { params })
    : api.DELETE('/v1/me/watches/entities/{blueprint}/{entity}', { params }));
}

export async function setRead(notification: number, read: boolean): Promise<void> {
  await api.PATCH('/v1/me/notifications/{notification}', { params: { path: { notification } }, body: { read } });
}

export async function readAll(): Promise<void> {
  await api.POST('/v1/me/notifications/read');
}

/** Looks again: something of the person's own is new. */
export function onNotice(queryClient: QueryClient): void {
  void queryClient.invalidateQueries({ queryKey: notifyKeys.all });
}
