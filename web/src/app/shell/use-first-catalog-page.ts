import { useQuery } from '@tanstack/react-query';
import type { CatalogPage } from '@/api/contract';
import { pagesQuery } from '@/features/entities/public';

/** The page that "the catalog" means when none is named. */
export function useFirstCatalogPage(): CatalogPage | undefined {
  return useQuery(pagesQuery).data?.[0];
}
