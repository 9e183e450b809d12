import { expect, it } from 'vitest';
import type { Plan } from '@/api/contract';
import { rowsOf } from './plan-table';

it('lists objects first, then relations, with what changes', () => {
  const edge = { source: 'service/a', relation: 'system', target: 'shop' };
  const plan: Plan = {
    digest: 'x',
    counts: { entities: { create: 1, update: 1 }, relations: { delete: 1 }, others: {} },
    truncated: false,
    entities: [
      {
        op: 'create',
        kind: 'entity',
        subject: 'service/a',
        before: null,
        after: { title: 'A', team: [], 'properties.cpu': 2 },
      },
      {
        op: 'update',
        kind: 'entity',
        subject: 'service/b',
        before: { title: 'B' },
        after: { title: 'C', team: ['x'] },
      },
    ],
    relations: [{ op: 'delete', before: edge, after: null }],
    others: [
      {
        op: 'update',
        kind: 'blueprint',
        subject: 'service',
        before: { schema: { properties: { cpu: { type: 'number' } } }, relations: {} },
        after: {
          schema: { properties: { cpu: { type: 'number' }, since: { type: 'string', format: 'date-time' } } },
          relations: { system: { target: 'system', many: false }, parts: { target: 'part', many: true } },
        },
      },
    ],
    policies: [],
    unknown: [],
  };
  expect(rowsOf(plan)).toEqual([
    { op: 'create', kind: 'entity', subject: 'service/a', changes: 'title: A · cpu: 2' },
    { op: 'update', kind: 'entity', subject: 'service/b', changes: 'title: B → C · team: ∅ → ["x"]' },
    {
      op: 'update',
      kind: 'blueprint',
      subject: 'service',
      changes: 'since: date-time · system → system · parts → part[]',
    },
    { op: 'delete', kind: 'relation', subject: 'service/a', changes: 'system → shop' },
  ]);
});
