import { keepPreviousData, type QueryClient, queryOptions } from '@tanstack/react-query';
import { answer, api, tracesOf } from '@/api/client';
import type { Entity, EntityInput, Query, SortKey } from '@/api/contract';
import { entityOf, isCatalogPage, planOf, queryBody } from '@/api/narrow';

/** Keys from the general to the particular, so that one prefix invalidates all below it. */
export const entityKeys = {
  all: ['entities'] as const,
  pages: ['pages'] as const,
  blueprint: (blueprint: string) => ['entities', blueprint] as const,
  lists: (blueprint: string) => ['entities', blueprint, 'list'] as const,
  list: (blueprint: string, view: EntityListView) => ['entities', blueprint, 'list', view] as const,
  one: (blueprint: string, identifier: string) => ['entities', blueprint, 'one', identifier] as const,
};

/** The catalog's pages with live counts. */
export const pagesQuery = queryOptions({
  queryKey: entityKeys.pages,
  queryFn: async () => (await answer(api.GET('/v1/pages'))).pages.filter(isCatalogPage),
});

export async function changePage(page: string, body: { locked?: boolean }): Promise<void> {
  await api.PATCH('/v1/pages/{page}', { params: { path: { page } }, body });
}

export interface EntityListView {
  query?: Query;
  sort: SortKey[];
  include: string[];
}

export interface TopSearch extends EntityListView {
  limit: number;
  from?: string;
  titles?: boolean;
}

export interface TopPage {
  entities: Entity[];
  next: string | undefined;
  count: number;
}

/** One page of a blueprint's entities: the server filters, sorts and counts. */
export async function topSearch(blueprint: string, search: TopSearch, signal?: AbortSignal): Promise<TopPage> {
  const { query, titles = false, ...rest } = search;
  const page = await answer(
    api.POST('/v1/blueprints/{blueprint}/entities/top-search', {
      params: { path: { blueprint }, query: { attach_title_to_relation: titles } },
      body: { ...rest, ...(query ? { query: queryBody(query) } : {}) },
      signal,
    }),
  );
  return { entities: (page.entities ?? []).map(entityOf), next: page.next ?? undefined, count: page.count ?? 0 };
}

/** One entity with the titles of what it refers to; `at` is a past instant. */
export const entityQuery = (blueprint: string, identifier: string, at?: string) =>
  queryOptions({
    queryKey: [...entityKeys.one(blueprint, identifier), 'self', at ?? 'now'] as const,
    queryFn: async () => {
      const { entity } = await answer(
        api.GET('/v1/blueprints/{blueprint}/entities/{entity}', {
          params: {
            path: { blueprint, entity: identifier },
            query: { attach_title_to_relation: true, ...(at ? { at } : {}) },
          },
        }),
      );
      return entityOf(entity);
    },
    placeholderData: undefined,
  });

/** The neighbours of an entity, one hop both ways; `include` names properties to tell of each. */
export const neighboursQuery = (blueprint: string, identifier: string, include: string[] = []) =>
  queryOptions({
    queryKey: [...entityKeys.one(blueprint, identifier), 'graph', include] as const,
    queryFn: () =>
      answer(
        api.GET('/v1/blueprints/{blueprint}/entities/{entity}/graph', {
          params: {
            path: { blueprint, entity: identifier },
            query: { depth: 1, direction: 'both', limit: 1000, include },
          },
        }),
      ),
    placeholderData: undefined,
  });

/** Entities of one blueprint to choose from, by title or identifier. */
export const choicesQuery = (blueprint: string, text: string) =>
  queryOptions({
    queryKey: [...entityKeys.blueprint(blueprint), 'choices', text] as const,
    queryFn: async ({ signal }) => {
      const rules = ['$title', '$identifier'].map((property) => ({ property, operator: 'contains', value: text }));
      const query = text ? { query: { combinator: 'or' as const, rules } } : {};
      const sort = [{ property: '$title', order: 'asc' as const }];
      const include = ['$identifier', '$title', '$icon'];
      return (await topSearch(blueprint, { ...query, include, sort, limit: 20 }, signal)).entities;
    },
    placeholderData: keepPreviousData,
  });

export async function createEntity(blueprint: string, body: EntityInput): Promise<Entity> {
  const call = api.POST('/v1/blueprints/{blueprint}/entities', { params: { path: { blueprint } }, body });
  return entityOf((await answer(call)).entity);
}

export async function replaceEntity(blueprint: string, identifier: string, body: EntityInput): Promise<Entity> {
  const call = api.PUT('/v1/blueprints/{blueprint}/entities/{entity}', {
    params: { path: { blueprint, entity: identifier } },
    body,
  });
  return entityOf((await answer(call)).entity);
}

/** What deleting the entity, and all that cannot exist without it, would do; found by rehearsing it on the server. */
export const deletePlanQuery = (blueprint: string, identifier: string) =>
  queryOptions({
    queryKey: ['delete-plan', blueprint, identifier] as const,
    queryFn: async () => {
      const found = await answer(
        api.DELETE('/v1/blueprints/{blueprint}/entities/{entity}', {
          params: { path: { blueprint, entity: identifier }, query: { dry_run: true, delete_dependents: true } },
        }),
      );
      if (!('plan' in found)) throw new Error('The server sent no plan.');
      return planOf(found.plan);
    },
    staleTime: 0,
    gcTime: 0,
    placeholderData: undefined,
  });

/** Deletes an entity as the confirmed plan says, and answers the trace; the server refuses an outdated plan. */
export async function deleteEntity(blueprint: string, identifier: string, digest: string): Promise<string[]> {
  const { response } = await api.DELETE('/v1/blueprints/{blueprint}/entities/{entity}', {
    params: { path: { blueprint, entity: identifier }, query: { delete_dependents: true, digest } },
  });
  return tracesOf(response);
}

/** Forgets what a write to a blueprint's entities has made stale. */
export async function refreshEntities(queryClient: QueryClient, blueprint: string): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: entityKeys.blueprint(blueprint) }),
    queryClient.invalidateQueries({ queryKey: entityKeys.pages }),
  ]);
}
