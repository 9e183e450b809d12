import { describe, expect, it } from 'vitest';
import { blueprint } from '@/testing/samples';
import { orderedProperties, readersOf } from './model';

const bare = {
  relations: {},
  mirrorProperties: {},
  calculationProperties: {},
  aggregationProperties: {},
};
const to = (target: string) => ({ target, required: false, many: false });

describe('the properties of a blueprint', () => {
  it('say of a mirror what it shows, where that was asked for', () => {
    const service = blueprint({
      mirrorProperties: { tier: { title: 'Tier', path: 'system.tier' }, lost: { path: 'system.lost' } },
      aggregationProperties: { callers: { type: 'number', target: 'service' } },
      declared: { tier: { type: 'number', enum: [1, 2] }, lost: {} },
    });
    const all = Object.fromEntries(orderedProperties(service));
    expect(all.tier).toMatchObject({ type: 'number', enum: [1, 2], title: 'Tier', computed: 'mirror' });
    expect(all.lost).toMatchObject({ type: 'string', computed: 'mirror' });
    expect(all.score).toMatchObject({ type: 'number', computed: 'calculation' });
    expect(all.callers).toMatchObject({ type: 'number', computed: 'aggregation' });
    expect(all.health?.computed).toBeUndefined();
  });
});

describe('the readers of a change', () => {
  const domain = blueprint({ ...bare, identifier: 'domain' });
  const system = blueprint({ ...bare, identifier: 'system', relations: { domain: to('domain') } });
  const service = blueprint({
    ...bare,
    identifier: 'service',
    relations: { system: to('system') },
    mirrorProperties: { budget: { path: 'system.domain.budget' } },
  });
  const team = blueprint({
    ...bare,
    identifier: 'team',
    aggregationProperties: { cost: { type: 'number', target: 'service' } },
  });
  const all = [domain, system, service, team];

  it('are those whose mirrors pass through it, and who counts them in turn', () => {
    expect([...readersOf(new Set(['domain']), all)]).toEqual(['service', 'team']);
    expect([...readersOf(new Set(['system']), all)]).toEqual(['service', 'team']);
  });

  it('are itself, where it computes anything', () => {
    expect([...readersOf(new Set(['team']), all)]).toEqual(['team']);
    expect([...readersOf(new Set(['nothing']), all)]).toEqual([]);
  });
});
