import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { parseSearchState } from '@/features/search/public';
import { RouteFailure } from './failures';
import { strictly } from './search-params';
import { signedInRoute } from './signed-in';

export const searchRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/search',
  validateSearch: strictly(parseSearchState),
  errorComponent: RouteFailure,
  component: lazyRouteComponent(() => import('@/features/search/search-page'), 'SearchPage'),
});
