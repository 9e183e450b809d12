import { type ErrorComponentProps, useRouter } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { isStatus } from '@/api/error';
import { NotThen } from '@/features/entities/public';
import { Forbidden, PermissionMissing } from '@/features/identity/public';
import { Failure } from '@/ui/failure';
import { Skeleton } from '@/ui/skeleton';
import { NotFound } from './not-found';

const NotThenPage = lazy(() => import('@/features/entities/not-then-lazy'));

/** What a route shows when it fails: 403 and 404 have pages of their own. */
export function RouteFailure({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  if (error instanceof PermissionMissing) return <Refused permission={error.permission} />;
  if (isStatus(error, 403)) return <Refused permission={stringOf(error.details.permission)} />;
  if (isStatus(error, 404)) return <NotFound />;
  const retry = () => {
    reset();
    void router.invalidate();
  };
  return <Failure error={error} onRetry={retry} />;
}

/** What the page of an entity shows when it fails: that there was none then is no failure of the portal. */
export function EntityFailure(props: ErrorComponentProps) {
  if (!(props.error instanceof NotThen)) return <RouteFailure {...props} />;
  return (
    <Suspense fallback={<Skeleton kind="page" />}>
      <NotThenPage error={props.error} />
    </Suspense>
  );
}

function stringOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function Refused({ permission }: { permission: string | null }) {
  return (
    <Suspense fallback={<Skeleton kind="page" />}>
      <Forbidden permission={permission} />
    </Suspense>
  );
}
