import { expect, it } from 'vitest';
import { blueprint } from '@/testing/samples';
import { drawnMap, foundIn, rowsOf } from './map-model';

const service = blueprint();
const system = blueprint({ identifier: 'system', title: 'System', relations: {} });

it('draws blueprints as cards and relations that lead to one of them as arrows', () => {
  const { nodes, edges } = drawnMap([service, system], ({ identifier }) => `about ${identifier}`);
  expect(nodes.map(({ id, subtitle }) => [id, subtitle])).toEqual([
    ['service', 'about service'],
    ['system', 'about system'],
  ]);
  expect(edges.map(({ source, target, label }) => [source, label, target])).toEqual([
    ['service', 'System', 'system'],
    ['service', 'Depends on', 'service'],
  ]);
  expect(drawnMap([service], () => '').edges).toHaveLength(1);
});

it('tells the same as rows', () => {
  expect(rowsOf([service, system]).map(({ id, target, many }) => [id, target, many])).toEqual([
    ['service.system', 'system', false],
    ['service.depends_on', 'service', true],
  ]);
});

it('finds by title and identifier', () => {
  expect(foundIn([service, system], ' SYS ')).toEqual(['system']);
  expect(foundIn([service, system], '')).toEqual([]);
});
