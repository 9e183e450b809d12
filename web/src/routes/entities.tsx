import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { blueprintQuery, blueprintsQuery } from '@/features/blueprints/public';
import { entityQuery, parseEntitySearch, parseModeSearch } from '@/features/entities/public';
import { RouteFailure } from './failures';
import { requirePermission } from './guard';
import { EntityNotFound } from './not-found';
import { strictly } from './search-params';
import { signedInRoute } from './signed-in';

export const entityRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/e/$blueprint/$entity',
  validateSearch: strictly(parseEntitySearch),
  loaderDeps: ({ search }) => ({ at: search.at }),
  loader: ({ context: { queryClient }, params, deps }) =>
    Promise.all([
      queryClient.ensureQueryData(blueprintQuery(params.blueprint)),
      queryClient.ensureQueryData(entityQuery(params.blueprint, params.entity, deps.at)),
    ]).catch(async (error) => {
      throw await (await import('@/features/entities/entity-page')).insteadOf(error, params, deps.at);
    }),
  component: lazyRouteComponent(() => import('@/features/entities/entity-page'), 'EntityPage'),
  errorComponent: RouteFailure,
  notFoundComponent: EntityNotFound,
});

export const editEntityRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/e/$blueprint/$entity/edit',
  validateSearch: strictly(parseModeSearch),
  beforeLoad: requirePermission('update:entities'),
  loader: async ({ context: { queryClient }, params }) => {
    await Promise.all([
      queryClient.ensureQueryData(blueprintQuery(params.blueprint)),
      queryClient.fetchQuery({ ...entityQuery(params.blueprint, params.entity), staleTime: 0 }),
    ]);
  },
  component: lazyRouteComponent(() => import('@/features/entities/edit-page'), 'EditEntityPage'),
  errorComponent: RouteFailure,
});

export const chooseBlueprintRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/create',
  beforeLoad: requirePermission('create:entities'),
  loader: ({ context }) => context.queryClient.ensureQueryData(blueprintsQuery),
  component: lazyRouteComponent(() => import('@/features/entities/choose-page'), 'ChooseBlueprintPage'),
  errorComponent: RouteFailure,
});

export const createEntityRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/create/$blueprint',
  validateSearch: strictly(parseModeSearch),
  beforeLoad: requirePermission('create:entities'),
  loader: ({ context, params }) => context.queryClient.ensureQueryData(blueprintQuery(params.blueprint)),
  component: lazyRouteComponent(() => import('@/features/entities/create-page'), 'CreateEntityPage'),
  errorComponent: RouteFailure,
});
