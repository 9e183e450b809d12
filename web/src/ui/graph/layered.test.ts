import { describe, expect, it } from 'vitest';
import { layered } from './layered';
import { CARD, type GraphEdge, type GraphNode } from './types';

const node = (id: string): GraphNode => ({ id, title: id, kind: 'service' });
const edge = (source: string, target: string): GraphEdge => ({ id: `${source}>${target}`, source, target });

describe('the layered layout', () => {
  it('puts every card right of those that point to it', () => {
    const edges = [edge('web', 'api'), edge('api', 'db'), edge('web', 'db')];
    const { at } = layered(['db', 'web', 'api'].map(node), edges);
    for (const { source, target } of edges) {
      expect(at.get(target)?.x).toBeGreaterThanOrEqual((at.get(source)?.x ?? 0) + CARD.width);
    }
  });

  it('bears circles, arrows to oneself and arrows to nowhere', () => {
    const edges = [edge('a', 'b'), edge('b', 'c'), edge('c', 'a'), edge('a', 'a'), edge('a', 'gone')];
    const { at } = layered(['a', 'b', 'c'].map(node), edges);
    expect([...at.values()].map(({ x }) => x)).toEqual([...new Set([...at.values()].map(({ x }) => x))]);
  });

  it('never lays one card over another, and stays inside its size', () => {
    const nodes = Array.from({ length: 400 }, (_, index) => node(`n${index}`));
    const edges = nodes.slice(1).map(({ id }, index) => edge(`n${Math.floor(index / 3)}`, id));
    const { at, width, height } = layered(nodes, edges);
    const spots = [...at.values()];
    expect(new Set(spots.map(({ x, y }) => `${x},${y}`)).size).toBe(400);
    for (const { x, y } of spots) {
      expect(x >= 0 && y >= 0 && x + CARD.width <= width && y + CARD.height <= height).toBe(true);
    }
    for (const left of new Set(spots.map(({ x }) => x))) {
      const tops = spots.flatMap(({ x, y }) => (x === left ? [y] : [])).sort((a, b) => a - b);
      for (const [index, top] of tops.slice(1).entries()) {
        expect(top - (tops[index] ?? 0)).toBeGreaterThanOrEqual(CARD.height);
      }
    }
  });

  it('takes a chain of any length', () => {
    const nodes = Array.from({ length: 20_000 }, (_, index) => node(`n${index}`));
    const { at } = layered(
      nodes,
      nodes.slice(1).map(({ id }, index) => edge(`n${index}`, id)),
    );
    expect(at.size).toBe(20_000);
  });
});
