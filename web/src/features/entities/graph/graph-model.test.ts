import { describe, expect, it } from 'vitest';
import type { Blueprint, Graph } from '@/api/contract';
import { blueprint } from '@/testing/samples';
import { drawn, foundBy, healthNames, impactOf, rowsOf } from './graph-model';
import { addressOf, graphStateOf, keyOf, refOf } from './graph-state';

const node = (identifier: string, depth: number, direction: 'self' | 'upstream' | 'downstream') => ({
  ...{ blueprint: 'service', identifier, title: identifier.toUpperCase(), icon: null, depth, direction },
  ...{ pending: false, team: ['payments'], properties: { health: 'Down' }, hidden: 3 },
});
const edge = (source: string, target: string) => ({
  source: { blueprint: 'service', identifier: source },
  relation: 'depends_on',
  target: { blueprint: 'service', identifier: target },
});
const graph: Graph = {
  ok: true,
  nodes: [
    node('api', 0, 'self'),
    node('db', 1, 'upstream'),
    node('web', 1, 'downstream'),
    node('app', 2, 'downstream'),
  ],
  edges: [edge('api', 'db'), edge('web', 'api'), edge('app', 'web'), edge('app', 'db')],
  truncated: false,
  reason: null,
  deeper: false,
};
const blueprints = new Map<string, Blueprint>([['service', blueprint()]]);

describe('the graph of relations', () => {
  it('draws an entity with its kind, owner and health', () => {
    expect(drawn(graph, blueprints).nodes[0]).toEqual({
      ...{ id: 'service,api', title: 'API', subtitle: 'Service, payments', icon: 'Microservice', kind: 'service' },
      ...{ tone: 'bad', page: '/e/service/api', root: true, ghost: false, hidden: 3 },
    });
    expect(healthNames([blueprint()])).toEqual(['health']);
  });

  it('finds all that suffer when one fails, and nothing else', () => {
    const { edges } = drawn(graph, blueprints);
    expect(impactOf('service,api', edges)).toEqual(new Set(['service,api', 'service,web', 'service,app']));
    expect(impactOf('service,app', edges)).toEqual(new Set(['service,app']));
  });

  it('reads as a table: who, and through which relation', () => {
    const rows = rowsOf(graph, blueprints);
    expect(rows.map(({ title, through }) => [title, through])).toEqual([
      ['DB', ['Depends on']],
      ['WEB', ['Depends on']],
      ['APP', ['Depends on']],
    ]);
  });

  it('finds by title and identifier', () => {
    expect(foundBy('AP', drawn(graph, blueprints).nodes)).toEqual(['service,api', 'service,app']);
    expect(foundBy(' ', drawn(graph, blueprints).nodes)).toEqual([]);
  });

  it('lives in the address, where the usual is silent', () => {
    const state = graphStateOf({});
    expect(Object.values(addressOf(state)).every((value) => value === undefined)).toBe(true);
    const changed = { ...state, depth: 3, kinds: ['service', 'api'], open: ['service,a/b'], impact: true };
    expect(graphStateOf(addressOf(changed))).toEqual(changed);
    expect(refOf(keyOf({ blueprint: 'service', identifier: 'a,b/c' }))).toEqual({
      blueprint: 'service',
      identifier: 'a,b/c',
    });
  });
});
