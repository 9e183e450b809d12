import { catalogRoute } from './catalog';
import { dashboardRoute, dashboardsRoute } from './dashboards';
import { chooseBlueprintRoute, createEntityRoute, editEntityRoute, entityRoute } from './entities';
import { homeRoute, unknownRoute } from './home';
import {
  binRoute,
  blueprintMapRoute,
  blueprintRoute,
  blueprintsRoute,
  importRoute,
  importsRoute,
  newBlueprintRoute,
  newImportRoute,
  notificationsRoute,
  profileRoute,
  settingsRoute,
  sourcesRoute,
  usersRoute,
} from './platform';
import { inviteRoute, loginRoute, setupRoute } from './public';
import { rootRoute } from './root';
import { editScorecardRoute, newScorecardRoute, scorecardRoute, scorecardsRoute } from './scorecards';
import { searchRoute } from './search';
import { signedInRoute } from './signed-in';

/** Every route of the portal. */
export const routeTree = rootRoute.addChildren([
  loginRoute,
  setupRoute,
  inviteRoute,
  signedInRoute.addChildren([
    homeRoute,
    dashboardsRoute,
    dashboardRoute,
    catalogRoute,
    entityRoute,
    editEntityRoute,
    chooseBlueprintRoute,
    createEntityRoute,
    blueprintsRoute,
    newBlueprintRoute,
    blueprintMapRoute,
    blueprintRoute,
    scorecardsRoute,
    scorecardRoute,
    newScorecardRoute,
    editScorecardRoute,
    importsRoute,
    newImportRoute,
    sourcesRoute,
    importRoute,
    binRoute,
    settingsRoute,
    usersRoute,
    profileRoute,
    notificationsRoute,
    searchRoute,
    unknownRoute,
  ]),
]);
