import { createRoute, lazyRouteComponent, notFound } from '@tanstack/react-router';
import { blueprintQuery } from '@/features/blueprints/public';
import { pagesQuery, parseCatalogSearch, viewsQuery } from '@/features/entities/public';
import { RouteFailure } from './failures';
import { NotFound } from './not-found';
import { strictly } from './search-params';
import { signedInRoute } from './signed-in';

export const catalogRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/catalog/$page',
  validateSearch: strictly(parseCatalogSearch),
  loader: async ({ context: { queryClient }, params }) => {
    const cached = await queryClient.ensureQueryData(pagesQuery);
    const find = (pages: typeof cached) => pages.find((page) => page.identifier === params.page);
    const page = find(cached) ?? find(await queryClient.fetchQuery({ ...pagesQuery, staleTime: 0 }));
    if (!page) throw notFound();
    await Promise.all([
      queryClient.ensureQueryData(blueprintQuery(page.blueprint)),
      queryClient.ensureQueryData(viewsQuery(page.identifier)),
    ]);
    return page;
  },
  component: lazyRouteComponent(() => import('@/features/entities/catalog-page'), 'CatalogTablePage'),
  errorComponent: RouteFailure,
  notFoundComponent: NotFound,
});
