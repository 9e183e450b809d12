import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { sessionQuery, setupQuery } from '@/features/identity/public';
import { rootRoute } from './root';
import { strictly } from './search-params';

const text = (value: unknown): string | undefined => (typeof value === 'string' && value ? value : undefined);

/** An address of this portal, so that a crafted link cannot send a person elsewhere after signing in. */
function ownAddress(value: unknown): string | undefined {
  const address = text(value);
  return address && /^\/(?![/\\])/.test(address) ? address : undefined;
}

export const loginRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/login',
  // Said even where there is none: the router keeps what a check leaves out.
  validateSearch: (search: Record<string, unknown>): { redirect?: string | undefined } => ({
    redirect: ownAddress(search.redirect),
  }),
  beforeLoad: async ({ context, search }) => {
    if (await context.queryClient.fetchQuery(sessionQuery)) throw redirect({ href: search.redirect ?? '/' });
    if (await context.queryClient.fetchQuery(setupQuery)) throw redirect({ to: '/setup', search: {} });
  },
  component: lazyRouteComponent(() => import('@/features/identity/login-page'), 'LoginPage'),
});

const withToken = (search: Record<string, unknown>): { token?: string } => {
  const token = text(search.token);
  return token ? { token } : {};
};

export const setupRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/setup',
  validateSearch: strictly(withToken),
  loader: ({ context }) => context.queryClient.fetchQuery(setupQuery),
  component: lazyRouteComponent(() => import('@/features/identity/setup-page'), 'SetupPage'),
});

export const inviteRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/invite',
  validateSearch: strictly(withToken),
  component: lazyRouteComponent(() => import('@/features/identity/accept-page'), 'AcceptPage'),
});
