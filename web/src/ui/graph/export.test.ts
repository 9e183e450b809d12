import { describe, expect, it } from 'vitest';
import { toMermaid, toSvg } from './export';
import { layered } from './layered';
import type { GraphEdge, GraphNode } from './types';

const nasty = `"]; click <script>alert(1)</script> & \u0001 |x|`;
const nodes: GraphNode[] = [
  { id: 'a', title: nasty, subtitle: nasty, kind: 'service' },
  { id: 'b', title: 'Ledger', kind: 'service', ghost: true },
];
const edges: GraphEdge[] = [{ id: 'e', source: 'a', target: 'b', label: nasty }];

describe('a graph as a file', () => {
  it('is a well-formed SVG that holds no script', () => {
    const svg = toSvg({ nodes, edges, layout: layered(nodes, edges), colours: new Map() }, () => '#000');
    const parsed = new DOMParser().parseFromString(svg, 'image/svg+xml');
    expect(parsed.querySelector('parsererror, script')).toBeNull();
    expect(parsed.querySelectorAll('text')).toHaveLength(3);
  });

  it('is Mermaid whose texts end no string', () => {
    const [head, first, second, arrow] = toMermaid(nodes, edges).split('\n');
    expect(head).toBe('flowchart LR');
    expect(first?.match(/"/g)).toHaveLength(2);
    expect(first).not.toContain('<script');
    expect(second).toBe('  n1["Ledger"]');
    expect(arrow).toMatch(/^ {2}n0 -->\|"[^"|]*"\| n1$/);
  });
});
