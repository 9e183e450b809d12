import { useEffect, useMemo, useState } from 'react';
import { layered } from './layered';
import { ELK_LIMIT, type GraphEdge, type GraphNode, type Layout } from './types';

async function arrange(nodes: GraphNode[], edges: GraphEdge[]): Promise<Layout> {
  if (nodes.length > ELK_LIMIT) return layered(nodes, edges);
  const { layoutByElk } = await import('./elk');
  return layoutByElk(nodes, edges);
}

export interface Arranged {
  nodes: GraphNode[];
  edges: GraphEdge[];
  layout: Layout;
}

/** The graph with its layout; until a new one is there, the one before. What ELK cannot lay out, we can. */
export function useLayout(nodes: GraphNode[], edges: GraphEdge[]): Arranged | null {
  const [arranged, setArranged] = useState<Arranged | null>(null);
  const shape = useMemo(() => JSON.stringify([nodes.map(({ id }) => id), edges.map(({ id }) => id)]), [nodes, edges]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another shape needs another layout.
  useEffect(() => {
    let wanted = true;
    const use = (layout: Layout) => wanted && setArranged({ nodes, edges, layout });
    arrange(nodes, edges).then(use, () => use(layered(nodes, edges)));
    return () => {
      wanted = false;
    };
  }, [shape]);
  if (!arranged) return null;
  const same = arranged.layout.at.size === nodes.length && nodes.every(({ id }) => arranged.layout.at.has(id));
  return same ? { nodes, edges, layout: arranged.layout } : arranged;
}
