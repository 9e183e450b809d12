import { expect, it } from 'vitest';
import { latest, type RecentChange } from './api';

const change = (key: string, identifier: string): RecentChange => ({
  key,
  at: '2026-11-22T10:00:00.000Z',
  op: 'updated',
  blueprint: 'service',
  identifier,
  title: null,
  changed: [],
  actor: { id: 'u_1', type: 'user' },
});

it('keeps the latest change of each entity, in order', () => {
  const changes = [change('3', 'a'), change('2', 'b'), change('1', 'a')];
  expect(latest(changes).map(({ key }) => key)).toEqual(['3', '2']);
});
