import { expect, it } from 'vitest';
import { apart, does } from './bulk-plan';

it('tells of two lists only what differs', () => {
  expect(apart(['a', 'b', 'c'], ['a', 'c'])).toEqual([['b'], []]);
  expect(apart(['a'], ['a', 'd'])).toEqual([[], ['d']]);
  expect(apart('x', 'y')).toEqual(['x', 'y']);
});

it('does nothing where nothing would change and nobody is left who was not asked', () => {
  const plan = { plan: { entities: [] }, count: 2, rehearsed: 2 };
  expect(does(plan)).toBe(false);
  expect(does({ ...plan, count: 600, rehearsed: 500 })).toBe(true);
  expect(does({ ...plan, plan: { entities: [{}] } })).toBe(true);
});
