import { createRoute, redirect } from '@tanstack/react-router';
import { Shell } from '@/app/shell/shell';
import { sessionQuery, setupQuery } from '@/features/identity/public';
import { loadTexts } from '@/lib/i18n';
import { Skeleton } from '@/ui/skeleton';
import { RouteFailure } from './failures';
import { NotFound } from './not-found';
import { rootRoute } from './root';

/** Everything behind the sign-in, drawn inside the shell. */
export const signedInRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'app',
  beforeLoad: async ({ context, location }) => {
    const [session] = await Promise.all([context.queryClient.ensureQueryData(sessionQuery), loadTexts()]);
    if (session) return { session };
    const needed = await context.queryClient.fetchQuery(setupQuery);
    if (needed) throw redirect({ to: '/setup', search: {} });
    throw redirect({ to: '/login', search: location.href === '/' ? {} : { redirect: location.href } });
  },
  component: Shell,
  pendingComponent: () => <Skeleton kind="page" />,
  errorComponent: RouteFailure,
  notFoundComponent: NotFound,
});
