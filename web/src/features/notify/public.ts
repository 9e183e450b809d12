import { lazy } from 'react';

export { onNotice, type WatchTarget } from './api';

/** The eye of an entity or blueprint. */
export const WatchButton = lazy(() => import('./watch-button-lazy'));

/** The bell of the top bar. */
export const Bell = lazy(() => import('./bell-lazy'));
