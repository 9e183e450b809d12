import { common } from './common';
import { identity } from './identity';
import { shell } from './shell';

/** What the doors and the first paint say. The rest comes with whatever lies behind the sign-in, or later. */
export const first = { ...common, ...shell, identity } as const;
