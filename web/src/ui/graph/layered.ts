import { CARD, type GraphEdge, type GraphNode, type Layout, type Point } from './types';

const GAP = { x: 90, y: 16, column: 24 };
const SWEEPS = 8;
/** A layer of more cards is folded into several columns. */
const TALLEST = 110;

interface Links {
  out: number[][];
  into: number[][];
}

/** Places cards in layers from left to right; takes time in proportion to the graph, however large. */
export function layered(nodes: GraphNode[], edges: GraphEdge[]): Layout {
  const links = acyclic(nodes, edges);
  const layers = orderedLayers(ranksOf(links), links);
  const at = new Map<string, Point>();
  let x = 0;
  let lowest = 0;
  let highest = 0;
  for (const layer of layers) {
    const columns = Math.max(1, Math.ceil(layer.length / TALLEST));
    const middle = Math.ceil(layer.length / columns) / 2;
    layer.forEach((index, place) => {
      const node = nodes[index];
      const y = Math.round((Math.floor(place / columns) - middle) * (CARD.height + GAP.y));
      lowest = Math.min(lowest, y);
      highest = Math.max(highest, y + CARD.height);
      if (node) at.set(node.id, { x: x + (place % columns) * (CARD.width + GAP.column), y });
    });
    x += columns * (CARD.width + GAP.column) - GAP.column + GAP.x;
  }
  for (const point of at.values()) point.y -= lowest;
  return { at, routes: new Map(), width: Math.max(0, x - GAP.x), height: highest - lowest };
}

/** The arrows by index, those that close a circle turned round. */
function acyclic(nodes: GraphNode[], edges: GraphEdge[]): Links {
  const index = new Map(nodes.map((node, place) => [node.id, place]));
  const ahead: number[][] = nodes.map(() => []);
  for (const { source, target } of edges) {
    const from = index.get(source);
    const to = index.get(target);
    if (from !== undefined && to !== undefined && from !== to) ahead[from]?.push(to);
  }
  const links: Links = { out: nodes.map(() => []), into: nodes.map(() => []) };
  const state = new Uint8Array(nodes.length);
  for (let start = 0; start < nodes.length; start++) walk(start, ahead, state, links);
  return links;
}

/** Walks in depth from a card, without recursion; an arrow to a card on the way here closes a circle. */
function walk(start: number, ahead: number[][], state: Uint8Array, links: Links): void {
  if (state[start]) return;
  const way = [start];
  const next = [0];
  state[start] = 1;
  while (way.length > 0) {
    const from = way[way.length - 1] as number;
    const place = next[next.length - 1] as number;
    const to = ahead[from]?.[place];
    if (to === undefined) {
      state[from] = 2;
      way.pop();
      next.pop();
      continue;
    }
    next[next.length - 1] = place + 1;
    const back = state[to] === 1;
    links.out[back ? to : from]?.push(back ? from : to);
    links.into[back ? from : to]?.push(back ? to : from);
    if (state[to] === 0) {
      state[to] = 1;
      way.push(to);
      next.push(0);
    }
  }
}

/** Each card's layer: one more than the furthest of those that point to it. */
function ranksOf({ out, into }: Links): number[] {
  const ranks = new Array<number>(out.length).fill(0);
  const waiting = into.map((each) => each.length);
  const ready = waiting.flatMap((count, index) => (count === 0 ? [index] : []));
  for (let head = 0; head < ready.length; head++) {
    const from = ready[head] as number;
    for (const to of out[from] ?? []) {
      ranks[to] = Math.max(ranks[to] ?? 0, (ranks[from] ?? 0) + 1);
      waiting[to] = (waiting[to] ?? 0) - 1;
      if (waiting[to] === 0) ready.push(to);
    }
  }
  return ranks;
}

/** Layers whose cards stand near the middle of what they are linked to, found in a fixed number of sweeps. */
function orderedLayers(ranks: number[], { out, into }: Links): number[][] {
  const layers: number[][] = [];
  for (const [index, rank] of ranks.entries()) {
    let layer = layers[rank];
    if (!layer) {
      layer = [];
      layers[rank] = layer;
    }
    layer.push(index);
  }
  const place = new Float64Array(ranks.length);
  const settle = (layer: number[]) => {
    layer.forEach((index, position) => {
      place[index] = position - layer.length / 2;
    });
  };
  layers.forEach(settle);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const backwards = sweep % 2 === 1;
    for (const layer of backwards ? [...layers].reverse() : layers) {
      const middle = new Map(
        layer.map((index) => [index, middleOf((backwards ? out : into)[index] ?? [], place, index)]),
      );
      layer.sort((one, other) => (middle.get(one) ?? 0) - (middle.get(other) ?? 0));
      settle(layer);
    }
  }
  return layers;
}

function middleOf(linked: number[], place: Float64Array, self: number): number {
  if (linked.length === 0) return place[self] ?? 0;
  return linked.reduce((sum, index) => sum + (place[index] ?? 0), 0) / linked.length;
}
