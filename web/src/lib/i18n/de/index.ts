import type { en } from '../en';
import type { Translated } from '../translated';
import { bin } from './bin';
import { blueprints } from './blueprints';
import { builder } from './builder';
import { catalog, filter } from './catalog';
import { code } from './code';
import { common } from './common';
import { dashboards } from './dashboards';
import { detail } from './detail';
import { entity } from './entity';
import { graph } from './graph';
import { home } from './home';
import { identity } from './identity';
import { imports } from './imports';
import { inside } from './inside';
import { map } from './map';
import { markdown } from './markdown';
import { notify, personal } from './personal';
import { profile } from './profile';
import { scorecards } from './scorecards';
import { search } from './search';
import { shell } from './shell';
import { related, spec } from './spec';
import { trial } from './trial';
import { bulk, edit, views } from './views';

/**
 * German. Buttons are infinitives, sentences say "Sie". Its words: entity Entität, property Eigenschaft, relation
 * Beziehung, identifier Kennung, title Titel, change Änderung, source Quelle, view Ansicht, watch beobachten,
 * favourite Favorit, bin Papierkorb, plan Plan, dry run Probelauf; blueprint, team, dashboard and builder stay.
 */
export const de: Translated<typeof en> = {
  ...common,
  ...shell,
  ...inside,
  ...search,
  home,
  catalog,
  filter,
  views,
  edit,
  bulk,
  entity,
  blueprints,
  identity,
  imports,
  detail,
  graph,
  spec,
  related,
  builder,
  code,
  dashboards,
  personal,
  notify,
  profile,
  bin,
  map,
  trial,
  markdown,
  scorecards,
};
