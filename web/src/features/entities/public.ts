export { entityKeys, entityQuery, pagesQuery, topSearch } from './api';
export { type CatalogSearch, parseCatalogSearch } from './catalog/search-state';
export { viewsQuery } from './catalog/views-api';
export { EntityLink, entityHref } from './entity-link';
export { parseEntitySearch, parseModeSearch } from './entity-search';
export { applyEntityEvents, type ChangeEvent, parseChange, refreshComputed } from './live';
export { NotThen } from './not-then';
