import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { preferencesQuery } from '@/features/personal/public';
import { NotFound } from './not-found';
import { signedInRoute } from './signed-in';

export const homeRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/',
  // How Home is arranged is known before it is drawn, so that no card jumps; it is drawn without where that fails.
  loader: ({ context }) => context.queryClient.prefetchQuery(preferencesQuery),
  component: lazyRouteComponent(() => import('@/features/home/home-page'), 'HomePage'),
});

/** Any other address: the 404 page, inside the shell. */
export const unknownRoute = createRoute({ getParentRoute: () => signedInRoute, path: '$', component: NotFound });
