import { lazy } from 'react';

export { ROLES, type Role, sessionQuery, setupQuery, signOut, usersQuery } from './api';
export { PermissionMissing, useMay, useSession } from './permissions';
export { nameOf } from './user';

/** Few visits end there: loaded when one does. */
export const Forbidden = lazy(() => import('./forbidden-lazy'));
