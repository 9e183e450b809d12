export { entityPageQuery } from './api';
export { entityTabs, MOST_TABS } from './model/entity-page';
export type { DashboardSearch } from './model/search';
