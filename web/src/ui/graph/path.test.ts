import { describe, expect, it } from 'vitest';
import { layered } from './layered';
import { roundedPath, routeOf } from './path';
import type { GraphEdge, GraphNode } from './types';
import { stepTo } from './walk';

const nodes: GraphNode[] = ['web', 'api', 'db', 'cache'].map((id) => ({ id, title: id, kind: 'service' }));
const edges: GraphEdge[] = [
  ['web', 'api'],
  ['api', 'db'],
  ['api', 'cache'],
  ['db', 'web'],
].map(([source = '', target = '']) => ({ id: `${source}>${target}`, source, target }));
const layout = layered(nodes, edges);

describe('arrows', () => {
  it('turn at right angles only, forwards and backwards', () => {
    for (const edge of edges) {
      const points = routeOf(edge, layout);
      expect(points.length).toBeGreaterThan(3);
      points.slice(1).forEach((point, index) => {
        const before = points[index];
        expect(point.x === before?.x || point.y === before?.y).toBe(true);
      });
    }
  });

  it('follow the bends that a layout gives', () => {
    const bends = [
      { x: 0, y: 0 },
      { x: 5, y: 0 },
      { x: 5, y: 8 },
    ];
    expect(routeOf({ id: 'e', source: 'a', target: 'b' }, { ...layout, routes: new Map([['e', bends]]) })).toBe(bends);
    expect(roundedPath(bends)).toBe('M0,0L2.5,0Q5,0 5,4L2,8');
  });
});

describe('arrow keys', () => {
  it('lead along the arrows first', () => {
    expect(stepTo('ArrowRight', 'web', layout, edges)).toBe('api');
    expect(stepTo('ArrowLeft', 'api', layout, edges)).toBe('web');
    expect(stepTo('ArrowLeft', 'web', layout, edges)).toBeNull();
  });

  it('lead up and down within a layer', () => {
    const [upper, lower] = ['db', 'cache'].sort((a, b) => (layout.at.get(a)?.y ?? 0) - (layout.at.get(b)?.y ?? 0));
    expect(stepTo('ArrowDown', upper ?? '', layout, edges)).toBe(lower);
    expect(stepTo('ArrowUp', lower ?? '', layout, edges)).toBe(upper);
  });
});
