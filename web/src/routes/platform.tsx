import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { parseBinSearch } from '@/features/bin/public';
import {
  blueprintsQuery,
  parseBuilderSearch,
  parseMapSearch,
  parseNewSearch,
  versionedQuery,
} from '@/features/blueprints/public';
import { usersQuery } from '@/features/identity/public';
import {
  importHistoryQuery,
  importQuery,
  parseHistorySearch,
  parseImportSearch,
  parseWizardSearch,
} from '@/features/imports/public';
import { RouteFailure } from './failures';
import { requirePermission } from './guard';
import { strictly } from './search-params';
import { signedInRoute } from './signed-in';

const page = { getParentRoute: () => signedInRoute, errorComponent: RouteFailure } as const;

export const blueprintsRoute = createRoute({
  ...page,
  path: '/builder/blueprints',
  beforeLoad: requirePermission('read:blueprints'),
  loader: ({ context }) => context.queryClient.ensureQueryData(blueprintsQuery),
  component: lazyRouteComponent(() => import('@/features/blueprints/list-page'), 'BlueprintListPage'),
});

export const blueprintMapRoute = createRoute({
  ...page,
  path: '/builder/map',
  validateSearch: strictly(parseMapSearch),
  beforeLoad: requirePermission('read:blueprints'),
  loader: ({ context }) => context.queryClient.ensureQueryData(blueprintsQuery),
  component: lazyRouteComponent(() => import('@/features/blueprints/map-page'), 'BlueprintMapPage'),
});

export const newBlueprintRoute = createRoute({
  ...page,
  path: '/builder/new-blueprint',
  validateSearch: strictly(parseNewSearch),
  beforeLoad: requirePermission('create:blueprints'),
  loaderDeps: ({ search }) => ({ from: search.from }),
  loader: async ({ context: { queryClient }, deps: { from } }) => {
    const known = await queryClient.ensureQueryData(blueprintsQuery);
    if (known.some(({ identifier }) => identifier === from)) await queryClient.fetchQuery(versionedQuery(from ?? ''));
  },
  component: lazyRouteComponent(() => import('@/features/blueprints/create-page'), 'CreateBlueprintPage'),
});

export const blueprintRoute = createRoute({
  ...page,
  path: '/builder/blueprints/$blueprint',
  validateSearch: strictly(parseBuilderSearch),
  beforeLoad: requirePermission('update:blueprints'),
  loader: async ({ context: { queryClient }, params }) => {
    await Promise.all([
      queryClient.fetchQuery(versionedQuery(params.blueprint)),
      queryClient.ensureQueryData(blueprintsQuery),
    ]);
  },
  component: lazyRouteComponent(() => import('@/features/blueprints/edit-page'), 'EditBlueprintPage'),
});

export const importsRoute = createRoute({
  ...page,
  path: '/imports',
  validateSearch: strictly(parseHistorySearch),
  beforeLoad: requirePermission('create:imports'),
  loaderDeps: ({ search }) => ({ previews: search.previews === true }),
  loader: ({ context, deps }) => context.queryClient.ensureInfiniteQueryData(importHistoryQuery(deps.previews)),
  component: lazyRouteComponent(() => import('@/features/imports/imports-page'), 'ImportsPage'),
});

export const newImportRoute = createRoute({
  ...page,
  path: '/imports/new',
  validateSearch: strictly(parseWizardSearch),
  beforeLoad: requirePermission('create:imports'),
  component: lazyRouteComponent(() => import('@/features/imports/wizard/wizard-page'), 'WizardPage'),
});

export const sourcesRoute = createRoute({
  ...page,
  path: '/imports/sources',
  beforeLoad: requirePermission('read:imports'),
  component: lazyRouteComponent(() => import('@/features/imports/sources-page'), 'SourcesPage'),
});

export const importRoute = createRoute({
  ...page,
  path: '/imports/$id',
  validateSearch: strictly(parseImportSearch),
  beforeLoad: requirePermission('read:imports'),
  loader: ({ context, params }) => context.queryClient.ensureQueryData(importQuery(params.id)),
  component: lazyRouteComponent(() => import('@/features/imports/import-page'), 'ImportPage'),
});

export const binRoute = createRoute({
  ...page,
  path: '/bin',
  validateSearch: strictly(parseBinSearch),
  beforeLoad: requirePermission('read:entities'),
  component: lazyRouteComponent(() => import('@/features/bin/bin-page'), 'BinPage'),
});

export const settingsRoute = createRoute({
  ...page,
  path: '/settings',
  beforeLoad: () => {
    throw redirect({ to: '/settings/users' });
  },
});

export const usersRoute = createRoute({
  ...page,
  path: '/settings/users',
  beforeLoad: requirePermission('read:users'),
  loader: ({ context }) => context.queryClient.ensureQueryData(usersQuery),
  component: lazyRouteComponent(() => import('@/features/identity/users-page'), 'UsersPage'),
});

export const profileRoute = createRoute({
  ...page,
  path: '/settings/profile',
  component: lazyRouteComponent(() => import('@/features/identity/profile-page'), 'ProfilePage'),
});

export const notificationsRoute = createRoute({
  ...page,
  path: '/notifications',
  component: lazyRouteComponent(() => import('@/features/notify/notifications-page'), 'NotificationsPage'),
});
