import type { KeptItem, SearchHit } from '@/api/contract';
import { entityHref } from '@/features/entities/public';
import { byRank, nearness } from './nearness';

/** Where a result leads; a blueprint to those who may change it, else to its table. */
export function hrefOf(
  hit: Pick<SearchHit, 'type' | 'identifier' | 'blueprint' | 'pageType'>,
  mayBuild: boolean,
): string {
  const identifier = encodeURIComponent(hit.identifier);
  if (hit.type === 'page') return hit.pageType === 'dashboard' ? `/dashboards/${identifier}` : `/catalog/${identifier}`;
  if (hit.type === 'blueprint') return mayBuild ? `/builder/blueprints/${identifier}` : `/builder/map?at=${identifier}`;
  return entityHref(hit.blueprint ?? '', hit.identifier);
}

/** A favourite or what was viewed, as a result. */
export function hitOf({ kind, identifier, title, icon, blueprint, about }: KeptItem): SearchHit {
  const type = kind === 'page' ? 'page' : blueprint === '_team' ? 'team' : blueprint === '_user' ? 'person' : 'entity';
  return { type, identifier, title, icon, blueprint, pageType: kind === 'page' ? about : null, match: null };
}

/** What a result is told apart by. */
export function keyOf(hit: Pick<SearchHit, 'type' | 'identifier' | 'blueprint'>): string {
  return `${hit.type === 'page' ? 'page' : (hit.blueprint ?? hit.type)} ${hit.identifier}`;
}

const SAID = 4;
const RESEMBLES = 5;

/**
 * What was found and what the person keeps, the nearest first; what they keep goes before its equals.
 *
 * Of the answer to another text, which is still shown while this one is awaited, only what matches by name remains.
 */
export function merged(
  kept: readonly SearchHit[],
  found: readonly SearchHit[],
  text: string,
  fresh: boolean,
): SearchHit[] {
  const byName = (hit: SearchHit) => nearness(text, hit.identifier, hit.title);
  const own = kept.filter((hit) => byName(hit) !== null);
  const all = [...own, ...found].filter((hit, at, every) => every.findIndex((one) => keyOf(one) === keyOf(hit)) === at);
  return byRank(all, (hit) => byName(hit) ?? (fresh ? (hit.match ? SAID : RESEMBLES) : null));
}
