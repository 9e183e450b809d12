import { type ErrorComponentProps, useRouter } from '@tanstack/react-router';
import { Suspense } from 'react';
import { isStatus } from '@/api/error';
import { Forbidden, PermissionMissing } from '@/features/identity/public';
import { Failure } from '@/ui/failure';
import { Skeleton } from '@/ui/skeleton';
import { NotFound } from './not-found';

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
