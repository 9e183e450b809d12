import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { blueprintsQuery } from '@/features/blueprints/public';
import { scorecardsQuery, summaryQuery } from '@/features/scorecards/public';
import { RouteFailure } from './failures';
import { requirePermission } from './guard';
import { NotFound } from './not-found';
import { signedInRoute } from './signed-in';

const page = {
  getParentRoute: () => signedInRoute,
  errorComponent: RouteFailure,
  notFoundComponent: NotFound,
} as const;

export const scorecardsRoute = createRoute({
  ...page,
  path: '/scorecards',
  beforeLoad: requirePermission('read:scorecards'),
  loader: ({ context }) => context.queryClient.ensureQueryData(scorecardsQuery),
  component: lazyRouteComponent(() => import('@/features/scorecards/list-page'), 'ScorecardListPage'),
});

export const scorecardRoute = createRoute({
  ...page,
  path: '/scorecards/$scorecard',
  beforeLoad: requirePermission('read:scorecards'),
  loader: ({ context: { queryClient }, params }) =>
    Promise.all([
      queryClient.ensureQueryData(scorecardsQuery),
      queryClient.ensureQueryData(summaryQuery(params.scorecard)),
    ]),
  component: lazyRouteComponent(() => import('@/features/scorecards/scorecard-page'), 'ScorecardPage'),
});

export const newScorecardRoute = createRoute({
  ...page,
  path: '/builder/new-scorecard',
  beforeLoad: requirePermission('create:scorecards'),
  loader: ({ context }) => context.queryClient.ensureQueryData(blueprintsQuery),
  component: lazyRouteComponent(() => import('@/features/scorecards/edit-page'), 'CreateScorecardPage'),
});

export const editScorecardRoute = createRoute({
  ...page,
  path: '/builder/scorecards/$scorecard',
  beforeLoad: requirePermission('update:scorecards'),
  loader: ({ context }) => context.queryClient.fetchQuery(scorecardsQuery),
  component: lazyRouteComponent(() => import('@/features/scorecards/edit-page'), 'EditScorecardPage'),
});
