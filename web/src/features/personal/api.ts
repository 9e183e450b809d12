import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '@/api/client';
import type { KeptItem, PreferencesPatch } from '@/api/contract';

export const personalKeys = {
  preferences: ['me', 'preferences'] as const,
  favourites: ['me', 'favourites'] as const,
  seen: ['me', 'recent'] as const,
  entities: ['me', 'entities'] as const,
};

/** How the person likes the portal; every browser of theirs follows it. */
export const preferencesQuery = queryOptions({
  queryKey: personalKeys.preferences,
  queryFn: async () => (await answer(api.GET('/v1/me/preferences'))).preferences,
  staleTime: 5 * 60_000,
});

export async function savePreferences(patch: PreferencesPatch) {
  return (await answer(api.PATCH('/v1/me/preferences', { body: patch }))).preferences;
}

export const favouritesQuery = queryOptions({
  queryKey: personalKeys.favourites,
  queryFn: async () => (await answer(api.GET('/v1/me/favourites'))).favourites,
  staleTime: 5 * 60_000,
});

/** What the person looked at, the last first. */
export const seenQuery = queryOptions({
  queryKey: personalKeys.seen,
  queryFn: async () => (await answer(api.GET('/v1/me/recent', { params: { query: { limit: 20 } } }))).recent,
});

/** What the person's teams own, the last changed first. */
export const myEntitiesQuery = queryOptions({
  queryKey: personalKeys.entities,
  queryFn: async () => (await answer(api.GET('/v1/me/entities', { params: { query: { limit: 20 } } }))).entities,
});

/** Names what can be kept: an entity by its blueprint, or a page. */
export type Target = { kind: 'entity'; blueprint: string; identifier: string } | { kind: 'page'; identifier: string };

export function isTarget(item: KeptItem, target: Target): boolean {
  if (item.kind !== target.kind || item.identifier !== target.identifier) return false;
  return target.kind === 'page' || item.blueprint === target.blueprint;
}

export async function setFavourite(target: Target, on: boolean): Promise<void> {
  if (target.kind === 'page') {
    const params = { path: { page: target.identifier } };
    await (on
      ? api.PUT('/v1/me/favourites/pages/{page}', { params })
      : api.DELETE('/v1/me/favourites/pages/{page}', { params }));
    return;
  }
  const params = { path: { blueprint: target.blueprint, entity: target.identifier } };
  await (on
    ? api.PUT('/v1/me/favourites/entities/{blueprint}/{entity}', { params })
    : api.DELETE('/v1/me/favourites/entities/{blueprint}/{entity}', { params }));
}

export async function arrangeFavourites(items: KeptItem[]): Promise<KeptItem[]> {
  const order = items.map(({ kind, blueprint, identifier }) => ({ kind, blueprint, identifier }));
  return (await answer(api.PUT('/v1/me/favourites', { body: { order } }))).favourites;
}

/** Notes that the person looks at it now. */
export async function noteSeen(target: Target): Promise<void> {
  if (target.kind === 'page') {
    await api.PUT('/v1/me/recent/pages/{page}', { params: { path: { page: target.identifier } } });
    return;
  }
  const path = { blueprint: target.blueprint, entity: target.identifier };
  await api.PUT('/v1/me/recent/entities/{blueprint}/{entity}', { params: { path } });
}

export async function clearSeen(): Promise<void> {
  await api.DELETE('/v1/me/recent');
}
