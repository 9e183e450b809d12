export { blueprintQuery, blueprintsQuery, createBlueprint, versionedQuery } from './api';
export { parseBuilderSearch, parseMapSearch, parseNewSearch } from './builder/mode';
export { isSystemBlueprint, labelOf, orderedProperties } from './model';
