import type { PortalPage, Query } from '@/api/contract';

/** A filter that a page offers its readers. */
export interface PageFilter {
  id: string;
  title: string;
  query: Query;
}

export function pageFiltersOf(page: PortalPage): PageFilter[] {
  return (page.pageFilters ?? []).flatMap((raw, place): PageFilter[] => {
    const query = raw.query as Query | undefined;
    if (!query || !Array.isArray(query.rules)) return [];
    const id = String(raw.identifier ?? place);
    return [{ id, title: String(raw.title ?? id), query }];
  });
}
