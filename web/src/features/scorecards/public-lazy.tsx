export { EntityScorecards } from './entity-scorecards';
