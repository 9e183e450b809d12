import { lazy } from 'react';

export { parseSearchState } from './search';

/** Few visits end there: loaded when one does. */
export const NotFoundPage = lazy(() => import('./not-found-lazy'));
