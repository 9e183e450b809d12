import { lazy } from 'react';

// The late door: what of the catalog other pages show, loaded when they do.
export { TeamName, teamsQuery } from './names';

export const EntityFacts = lazy(async () => ({ default: (await import('./entity-facts')).EntityFacts }));
export const EntityRows = lazy(async () => ({ default: (await import('./entity-rows')).EntityRows }));
export const Framed = lazy(async () => ({ default: (await import('./detail/framed')).Framed }));
