export { sidebarQuery } from './api';
export { CatalogNav } from './catalog-nav';
