import { lazy } from 'react';

export {
  clearSeen,
  favouritesQuery,
  myEntitiesQuery,
  noteSeen,
  personalKeys,
  preferencesQuery,
  seenQuery,
  type Target,
} from './api';
export { useChoose, useFollowPreferences } from './preferences';

/** The star of an entity or page. */
export const FavouriteButton = lazy(() => import('./favourite-button-lazy'));
