import { useSuspenseQuery } from '@tanstack/react-query';
import type { Session } from '@/api/contract';
import { sessionQuery } from './api';

/** The portal's own refusal, before a page asks the server for what it would refuse. */
export class PermissionMissing extends Error {
  constructor(readonly permission: string) {
    super(permission);
    this.name = 'PermissionMissing';
  }
}

/** The signed-in person's session; only for what is drawn inside the shell. */
export function useSession(): Session {
  const { data } = useSuspenseQuery(sessionQuery);
  if (data === null) throw new Error('No session.');
  return data;
}

/** Tells whether the signed-in person's role includes a permission such as "create:entities". */
export function useMay(): (permission: string) => boolean {
  const { permissions } = useSession();
  return (permission) => permissions.includes(permission);
}
