export { blueprintQuery, blueprintsQuery, createBlueprint, versionedQuery } from './api';
export { parseBuilderSearch, parseMapSearch, parseNewSearch } from './builder/mode';
export { hasComputed, isSystemBlueprint, labelOf, orderedProperties, readersOf, type ShownProperty } from './model';
