import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { answer, api } from '@/api/client';
import { entityOf } from '@/api/narrow';
import { entityKeys } from './api';
import type { GraphState } from './graph/graph-state';

/** Of one graph, at most: more is a wall of dots, drawn for who asks; the server says when it cut. */
const [USUAL_NODES, MOST_NODES] = [1000, 5000];

/** The graph around an entity as its view asks for it; `include` names properties to tell of each. */
export const graphQuery = (blueprint: string, identifier: string, view: GraphState, include: string[]) => {
  const { depth, direction, kinds, open, large } = view;
  const limit = large ? MOST_NODES : USUAL_NODES;
  const walk = { depth, direction, blueprints: kinds, expand: open, include, limit };
  return queryOptions({
    queryKey: [...entityKeys.one(blueprint, identifier), 'graph', walk] as const,
    queryFn: ({ signal }) =>
      answer(
        api.GET('/v1/blueprints/{blueprint}/entities/{entity}/graph', {
          params: { path: { blueprint, entity: identifier }, query: walk },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });
};

/** Which changes of an entity are wanted. */
export interface HistoryFilter {
  actor?: string | undefined;
  source?: string | undefined;
  path?: string | undefined;
}

/** The entity's changes, newest first. */
export const historyQuery = (blueprint: string, identifier: string, filter: HistoryFilter = {}) =>
  infiniteQueryOptions({
    queryKey: [...entityKeys.one(blueprint, identifier), 'history', filter] as const,
    queryFn: ({ pageParam }) =>
      answer(
        api.GET('/v1/blueprints/{blueprint}/entities/{entity}/history', {
          params: {
            path: { blueprint, entity: identifier },
            query: { limit: 50, ...filter, ...(pageParam ? { cursor: pageParam } : {}) },
          },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (last) => last.next || undefined,
    placeholderData: undefined,
  });

/** Who said each value last. */
export const sourcesQuery = (blueprint: string, identifier: string) =>
  queryOptions({
    queryKey: [...entityKeys.one(blueprint, identifier), 'sources'] as const,
    queryFn: async () => {
      const params = { path: { blueprint, entity: identifier } };
      return (await answer(api.GET('/v1/blueprints/{blueprint}/entities/{entity}/sources', { params }))).sources;
    },
    placeholderData: undefined,
  });

/** Why each computed value is what it is; `changedAt` is null while nothing was computed. */
export const computedQuery = (blueprint: string, identifier: string) =>
  queryOptions({
    queryKey: [...entityKeys.one(blueprint, identifier), 'computed'] as const,
    queryFn: () => {
      const params = { path: { blueprint, entity: identifier } };
      return answer(api.GET('/v1/blueprints/{blueprint}/entities/{entity}/computed', { params }));
    },
    placeholderData: undefined,
  });

/** Each relation of an entity, both ways, with its count. */
export const relatedGroupsQuery = (blueprint: string, identifier: string) =>
  queryOptions({
    queryKey: [...entityKeys.one(blueprint, identifier), 'related'] as const,
    queryFn: async () => {
      const params = { path: { blueprint, entity: identifier } };
      return (await answer(api.GET('/v1/blueprints/{blueprint}/entities/{entity}/related', { params }))).groups;
    },
    placeholderData: undefined,
  });

/** The entities that a path of relations leads to, page by page. */
export const relatedQuery = (blueprint: string, identifier: string, path: string[], text: string) =>
  infiniteQueryOptions({
    queryKey: [...entityKeys.one(blueprint, identifier), 'related', path, text] as const,
    queryFn: async ({ pageParam, signal }) => {
      const query = { path, limit: 50, ...(text ? { q: text } : {}), ...(pageParam ? { cursor: pageParam } : {}) };
      const page = await answer(
        api.GET('/v1/blueprints/{blueprint}/entities/{entity}/related-entities', {
          params: { path: { blueprint, entity: identifier }, query },
          signal,
        }),
      );
      return { ...page, entities: page.entities.map(entityOf) };
    },
    initialPageParam: '',
    getNextPageParam: (last) => last.next || undefined,
    placeholderData: keepPreviousData,
  });

/** The origins whose pages the server lets be shown inside ours. */
export const framesQuery = queryOptions({
  queryKey: ['frames'] as const,
  queryFn: async ({ signal }) => {
    const response = await fetch('/frames.json', { signal });
    return ((await response.json()) as { frames: string[] }).frames;
  },
  staleTime: Number.POSITIVE_INFINITY,
});
