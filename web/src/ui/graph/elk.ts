import type { ElkExtendedEdge, ElkNode } from 'elkjs/lib/elk-api.js';
import ELK from 'elkjs/lib/elk-api.js';
import ElkWorker from 'elkjs/lib/elk-worker.min.js?worker';
import { CARD, type GraphEdge, type GraphNode, type Layout, type Point } from './types';

const OPTIONS = {
  'elk.algorithm': 'layered',
  'elk.direction': 'RIGHT',
  'elk.spacing.nodeNode': '20',
  'elk.layered.spacing.nodeNodeBetweenLayers': '46',
  'elk.layered.spacing.edgeNodeBetweenLayers': '18',
  'elk.layered.spacing.edgeEdgeBetweenLayers': '9',
  'elk.layered.nodePlacement.bk.fixedAlignment': 'BALANCED',
};

let engine: InstanceType<typeof ELK> | null = null;
let busy = false;

/** The engine in its worker; one that still computes something nobody waits for any more is ended. */
function idleEngine(): InstanceType<typeof ELK> {
  if (busy) engine?.terminateWorker();
  if (busy || !engine) engine = new ELK({ workerFactory: () => new ElkWorker() });
  busy = true;
  return engine;
}

/** Layers by ELK, whose worker stays a file of its own (EPL-2.0); a later call cancels an earlier one. */
export async function layoutByElk(nodes: GraphNode[], edges: GraphEdge[]): Promise<Layout> {
  const known = new Set(nodes.map(({ id }) => id));
  const placement = nodes.length > 150 ? 'BRANDES_KOEPF' : 'NETWORK_SIMPLEX';
  const mine = idleEngine();
  try {
    const found = await mine.layout({
      id: 'graph',
      layoutOptions: { ...OPTIONS, 'elk.layered.nodePlacement.strategy': placement },
      children: nodes.map(({ id }) => ({ id, ...CARD })),
      edges: edges
        .filter(({ source, target }) => known.has(source) && known.has(target))
        .map(({ id, source, target }) => ({ id, sources: [source], targets: [target] })),
    });
    return layoutOf(found);
  } finally {
    if (engine === mine) busy = false;
  }
}

function layoutOf(found: ElkNode): Layout {
  const at = new Map(found.children?.map(({ id, x = 0, y = 0 }) => [id, { x, y }]));
  const routes = new Map(found.edges?.map((edge) => [edge.id, pointsOf(edge)]));
  return { at, routes, width: found.width ?? 0, height: found.height ?? 0 };
}

function pointsOf({ sections }: ElkExtendedEdge): Point[] {
  const [first] = sections ?? [];
  return first ? [first.startPoint, ...(first.bendPoints ?? []), first.endPoint] : [];
}
