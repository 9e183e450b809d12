import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { NotFound } from './not-found';
import { signedInRoute } from './signed-in';

export const homeRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/',
  component: lazyRouteComponent(() => import('@/features/home/home-page'), 'HomePage'),
});

/** Any other address: the 404 page, inside the shell. */
export const unknownRoute = createRoute({ getParentRoute: () => signedInRoute, path: '$', component: NotFound });
