import { expect, it } from 'vitest';
import type { Blueprint } from '@/api/contract';
import { blueprintOf, narrowed, rulesOf } from './dataset';
import { filtersOf } from './drill';

const service = {
  identifier: 'service',
  ownership: { type: 'Direct' },
  schema: { properties: { tier: { type: 'string', enum: ['1'] }, name: { type: 'string' }, n: { type: 'number' } } },
} as unknown as Blueprint;
const about = { property: '$blueprint', operator: '=', value: 'service' };
const scope = { url: {}, filters: [], user: { email: '', name: '' } };
const widget = (dataset: unknown) => ({ id: 'w', type: 'bar-chart', dataset });

it('knows what a dataset is about, also one of bare rules', () => {
  expect(blueprintOf(widget({ combinator: 'and', rules: [about] }))).toBe('service');
  expect(blueprintOf(widget([about]))).toBe('service');
  expect(blueprintOf(widget({ combinator: 'or', rules: [about, about] }))).toBeUndefined();
  expect(rulesOf(widget([about, { property: 'n', operator: '>', value: 1 }]))).toHaveLength(1);
});

it('narrows by team and by filters that fit the blueprint', () => {
  const fits = { combinator: 'and' as const, rules: [{ property: 'tier', operator: '=', value: '1' }] };
  const other = { combinator: 'and' as const, rules: [{ property: 'colour', operator: '=', value: 'red' }] };
  const query = narrowed(widget([about]), { ...scope, team: 'red', filters: [fits, other] }, service);
  expect(query.rules).toContainEqual({ property: '$team', operator: 'containsAny', value: ['red'] });
  expect(query.rules).toContainEqual(fits);
  expect(query.rules).not.toContainEqual(other);
});

it('leads to a table by filters, and nowhere when a rule has none', () => {
  const rules = [about, { property: 'tier', operator: '=', value: '1' }, { property: 'n', operator: '>=', value: 3 }];
  expect(filtersOf({ combinator: 'and', rules }, service)).toEqual([
    { on: 'tier', op: 'any', v: ['1'] },
    { on: 'n', op: 'gte', v: ['3'] },
  ]);
  const either = { combinator: 'or' as const, rules: rules.slice(1) };
  expect(filtersOf({ combinator: 'and', rules: [about, either] }, service)).toBeNull();
  expect(filtersOf({ combinator: 'and', rules: [{ operator: 'relatedTo', value: 'x' }] }, service)).toBeNull();
});
