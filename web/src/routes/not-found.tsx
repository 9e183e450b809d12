import { type NotFoundRouteProps, useRouterState } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { NotThen } from '@/features/entities/public';
import { NotFoundPage } from '@/features/search/public';
import { Skeleton } from '@/ui/skeleton';

const NotThenPage = lazy(() => import('@/features/entities/not-then-lazy'));

export function NotFound() {
  const path = useRouterState({ select: (state) => state.location.pathname });
  return (
    <Suspense fallback={<Skeleton kind="page" />}>
      <NotFoundPage path={decodeURI(path)} />
    </Suspense>
  );
}

/** Instead of an entity: that there is none, or that there was none at the instant asked for. */
export function EntityNotFound({ data }: NotFoundRouteProps) {
  if (!(data instanceof NotThen)) return <NotFound />;
  return (
    <Suspense fallback={<Skeleton kind="page" />}>
      <NotThenPage {...data} />
    </Suspense>
  );
}
