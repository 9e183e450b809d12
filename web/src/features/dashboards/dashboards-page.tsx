// One part to load: the list, a dashboard and its editor share almost everything.
export { DashboardPage } from './dashboard';
export { DashboardListPage } from './dashboard-list';
