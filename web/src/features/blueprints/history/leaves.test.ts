import { expect, it } from 'vitest';
import { leavesOf } from './leaves';

it('tells a difference as deep as both sides are objects', () => {
  const before = { type: 'number', title: 'Depth', minimum: 0, items: { type: 'string' } };
  const after = { type: 'number', title: 'Draught', maximum: 9, items: { type: 'string' } };
  expect(leavesOf('depth', before, after)).toEqual([
    { path: 'depth.title', before: 'Depth', after: 'Draught' },
    { path: 'depth.minimum', before: 0, after: undefined },
    { path: 'depth.maximum', before: undefined, after: 9 },
  ]);
});

it('tells what came as a whole, and lists as one value', () => {
  expect(leavesOf('a', null, { type: 'string' })).toEqual([{ path: 'a', before: null, after: { type: 'string' } }]);
  expect(leavesOf('a', ['x'], ['x', 'y'])).toHaveLength(1);
});
