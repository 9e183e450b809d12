import type { Session } from '@/api/contract';
import { PermissionMissing } from '@/features/identity/public';

/** Stops a route whose every use needs the permission. */
export function requirePermission(permission: string) {
  return ({ context }: { context: { session: Session } }): void => {
    if (!context.session.permissions.includes(permission)) throw new PermissionMissing(permission);
  };
}
