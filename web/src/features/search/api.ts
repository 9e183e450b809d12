import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { answer, api } from '@/api/client';
import type { SearchHit, SearchType } from '@/api/contract';

export type EntityHit = SearchHit & { blueprint: string };

/** People and teams are entities too. */
export function isEntityHit(hit: SearchHit): hit is EntityHit {
  return hit.blueprint !== null && hit.type !== 'page';
}

export interface Wanted {
  types?: readonly SearchType[];
  blueprints?: readonly string[];
  limit?: number;
}

/** What is found by words, the closest first. The answer to an older question is dropped: it never shows late. */
export const searchQuery = (text: string, wanted: Wanted = {}) =>
  queryOptions({
    queryKey: ['search', text, wanted] as const,
    queryFn: ({ signal }) => answer(api.GET('/v1/search', { params: { query: asked(text, wanted) }, signal })),
    enabled: text.trim().length > 0,
    placeholderData: keepPreviousData,
  });

/** The same page by page. */
export const searchPages = (text: string, wanted: Wanted) =>
  infiniteQueryOptions({
    queryKey: ['search', 'pages', text, wanted] as const,
    queryFn: ({ signal, pageParam }) => {
      const query = { ...asked(text, wanted), ...(pageParam ? { cursor: pageParam } : {}) };
      return answer(api.GET('/v1/search', { params: { query }, signal }));
    },
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
    enabled: text !== '',
    placeholderData: keepPreviousData,
  });

function asked(text: string, { types = [], blueprints = [], limit = 20 }: Wanted) {
  return { q: text, limit, type: [...types], blueprint: [...blueprints] };
}
