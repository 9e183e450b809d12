import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import type { DashboardSearch } from '@/features/dashboards/public';
import { RouteFailure } from './failures';
import { NotFound } from './not-found';
import { signedInRoute } from './signed-in';

const page = { getParentRoute: () => signedInRoute, errorComponent: RouteFailure } as const;
const pages = () => import('@/features/dashboards/dashboards-page');

export const dashboardsRoute = createRoute({
  ...page,
  path: '/dashboards',
  component: lazyRouteComponent(pages, 'DashboardListPage'),
});

export const dashboardRoute = createRoute({
  ...page,
  path: '/dashboards/$page',
  // The page reads its address itself: widgets may name any parameter.
  validateSearch: (search: Record<string, unknown>): DashboardSearch => search,
  component: lazyRouteComponent(pages, 'DashboardPage'),
  notFoundComponent: NotFound,
});
