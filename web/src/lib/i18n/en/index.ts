import { bin } from './bin';
import { builder } from './builder';
import { code } from './code';
import { dashboards } from './dashboards';
import { detail } from './detail';
import { first } from './first';
import { graph } from './graph';
import { map } from './map';
import { rest } from './rest';
import { scorecards } from './scorecards';
import { search } from './search';
import { related, spec } from './spec';
import { trial } from './trial';

/** Every English text: what translations are held against. The portal loads its parts with the pages that need them. */
export const en = {
  ...first,
  ...rest,
  ...search,
  detail,
  graph,
  spec,
  related,
  bin,
  builder,
  code,
  dashboards,
  map,
  scorecards,
  trial,
} as const;
