import { expect, it } from 'vitest';
import type { Plan } from '@/api/contract';
import { consequencesOf } from './delete-plan';

it('tells who goes too from who only loses a relation', () => {
  const plan: Plan = {
    digest: 'x',
    counts: { entities: { delete: 2, update: 1 }, relations: { delete: 2 }, others: {} },
    truncated: false,
    entities: [
      { op: 'delete', kind: 'entity', subject: 'system/default/shop', before: {}, after: null },
      { op: 'delete', kind: 'entity', subject: 'service/default/a', before: {}, after: null },
      {
        op: 'update',
        kind: 'entity',
        subject: 'service/b',
        before: { 'relations.system': 'default/shop' },
        after: { 'relations.system': null },
      },
    ],
    relations: [],
    others: [],
    policies: [],
    unknown: [],
  };
  expect(consequencesOf({ blueprint: 'system', identifier: 'default/shop' }, plan)).toEqual({
    deleted: [{ blueprint: 'service', identifier: 'default/a' }],
    changed: [{ blueprint: 'service', identifier: 'b', fields: ['relations.system'] }],
  });
});
