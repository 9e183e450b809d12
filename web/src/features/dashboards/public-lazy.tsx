// The late door: dashboards on the pages of entities.
export { AddTab } from './entity/add-tab';
export { EntityDashboard } from './entity/entity-dashboard';
