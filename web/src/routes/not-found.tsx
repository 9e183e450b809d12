import { useRouterState } from '@tanstack/react-router';
import { Suspense } from 'react';
import { NotFoundPage } from '@/features/search/public';
import { Skeleton } from '@/ui/skeleton';

export function NotFound() {
  const path = useRouterState({ select: (state) => state.location.pathname });
  return (
    <Suspense fallback={<Skeleton kind="page" />}>
      <NotFoundPage path={decodeURI(path)} />
    </Suspense>
  );
}
