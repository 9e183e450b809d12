import { describe, expect, it } from 'vitest';
import type { Plan } from '@/api/contract';
import { blueprint } from '@/testing/samples';
import { impactOf, isHarmless } from './impact';

const plan = (others: Plan['others'] = []): Plan => ({
  digest: 'd',
  counts: { entities: {}, relations: {}, others: {} },
  truncated: false,
  entities: [],
  relations: [],
  others,
  policies: [],
  unknown: [],
});

describe('the impact of a change', () => {
  it('names what is removed, added, retyped and newly required', () => {
    const { health: _, ...rest } = blueprint().schema.properties;
    const properties = { ...rest, replicas: { type: 'string' as const }, tier: { type: 'number' as const } };
    const after = { identifier: 'service', schema: { properties, required: ['tier'] }, relations: {} };
    expect(impactOf(blueprint(), after, plan())).toMatchObject({
      removed: ['health', 'system', 'depends_on', 'score'],
      added: ['tier'],
      retyped: ['replicas'],
      newlyRequired: ['tier'],
    });
  });

  it('counts by the plan what is lost, and names pages and blueprints', () => {
    const found = impactOf(
      blueprint(),
      { ...blueprint() },
      plan([
        { op: 'update', kind: 'blueprint', subject: 'service', before: {}, after: {} },
        { op: 'update', kind: 'blueprint', subject: 'api', before: {}, after: {} },
        { op: 'delete', kind: 'values', subject: 'service.health', before: { count: 3 }, after: null },
        { op: 'delete', kind: 'links', subject: 'service.system', before: { count: 2 }, after: null },
        { op: 'update', kind: 'page', subject: 'services', before: { title: 'S', uses: ['health'] }, after: {} },
      ]),
    );
    expect(found.losses).toEqual([
      { name: 'health', kind: 'values', count: 3 },
      { name: 'system', kind: 'links', count: 2 },
    ]);
    expect(found.followers).toEqual(['api']);
    expect(found.pages).toEqual([{ identifier: 'services', title: 'S', uses: ['health'] }]);
    expect(isHarmless(found)).toBe(false);
  });

  it('is harmless when something is only added', () => {
    const { schema } = blueprint();
    const properties = { ...schema.properties, tier: { type: 'number' as const } };
    const after = { ...blueprint(), schema: { ...schema, properties } };
    expect(isHarmless(impactOf(blueprint(), after, plan()))).toBe(true);
  });
});
