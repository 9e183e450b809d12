import { describe, expect, it } from 'vitest';
import type { SearchHit } from '@/api/contract';
import { hitOf, hrefOf, keyOf, merged } from './hits';

const hit = (identifier: string, more: Partial<SearchHit> = {}): SearchHit => ({
  type: 'entity',
  identifier,
  title: null,
  icon: null,
  blueprint: 'service',
  pageType: null,
  match: null,
  ...more,
});
const names = (hits: SearchHit[]) => hits.map(({ identifier }) => identifier);

describe('where a result leads', () => {
  it.each([
    [hit('a/b'), '/e/service/a%2Fb'],
    [hit('crew', { type: 'team', blueprint: '_team' }), '/e/_team/crew'],
    [hit('services', { type: 'page', pageType: 'blueprint-entities' }), '/catalog/services'],
    [hit('health', { type: 'page', blueprint: null, pageType: 'dashboard' }), '/dashboards/health'],
    [hit('service', { type: 'blueprint', blueprint: null }), '/builder/blueprints/service'],
  ])('%j', (found, href) => {
    expect(hrefOf(found, true)).toBe(href);
  });

  it('shows a blueprint on the map to who may not change it', () => {
    expect(hrefOf(hit('service', { type: 'blueprint', blueprint: null }), false)).toBe('/builder/map?at=service');
  });
});

describe('what is kept and what is found', () => {
  it('goes together, the nearest first and what is kept before its equals', () => {
    const kept = [hit('pay-desk'), hit('ledger')];
    const found = [
      hit('pay'),
      hit('payments'),
      hit('pay-desk'),
      hit('books', { match: { property: 'p', text: 'pays' } }),
    ];
    expect(names(merged(kept, found, 'pay', true))).toEqual(['pay', 'pay-desk', 'payments', 'books']);
  });

  it('keeps of an older answer only what still matches by name', () => {
    const found = [hit('payments'), hit('pay-desk'), hit('books', { match: { property: 'p', text: 'pay' } })];
    expect(names(merged([], found, 'payme', false))).toEqual(['payments']);
  });

  it('tells entities of two blueprints apart', () => {
    expect(keyOf(hit('a'))).not.toBe(keyOf(hit('a', { blueprint: 'system' })));
  });

  it('takes a favourite for what it is', () => {
    const item = { identifier: 'crew', title: 'Crew', icon: null, about: 'Team' };
    expect(hitOf({ ...item, kind: 'entity', blueprint: '_team' }).type).toBe('team');
    expect(hitOf({ ...item, kind: 'page', blueprint: null, about: 'dashboard' }).pageType).toBe('dashboard');
  });
});
