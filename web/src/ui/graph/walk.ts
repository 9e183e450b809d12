import { CARD, type GraphEdge, type Layout } from './types';

type Arrow = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown';
const WAYS: Record<Arrow, { dx: number; dy: number }> = {
  ArrowLeft: { dx: -1, dy: 0 },
  ArrowRight: { dx: 1, dy: 0 },
  ArrowUp: { dx: 0, dy: -1 },
  ArrowDown: { dx: 0, dy: 1 },
};

export function isArrow(key: string): key is Arrow {
  return key in WAYS;
}

/** The card an arrow key leads to: sideways along the arrows first, else the nearest in that direction. */
export function stepTo(key: Arrow, from: string, layout: Layout, edges: GraphEdge[]): string | null {
  const here = layout.at.get(from);
  if (!here) return null;
  const { dx, dy } = WAYS[key];
  const linked =
    dx === 0
      ? []
      : edges.flatMap(({ source, target }) => (source === from ? [target] : target === from ? [source] : []));
  return nearest(linked, here, { dx, dy }, layout) ?? nearest([...layout.at.keys()], here, { dx, dy }, layout);
}

function nearest(
  ids: string[],
  here: { x: number; y: number },
  way: { dx: number; dy: number },
  layout: Layout,
): string | null {
  let best: string | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const id of ids) {
    const there = layout.at.get(id);
    if (!there) continue;
    const [x, y] = [there.x - here.x, there.y - here.y];
    const ahead = x * way.dx + y * way.dy;
    const aside = Math.abs(x * way.dy) + Math.abs(y * way.dx);
    if (ahead < (way.dx === 0 ? CARD.height / 2 : CARD.width / 2)) continue;
    const cost = ahead + aside * (way.dx === 0 ? 3 : 1);
    if (cost < least) [best, least] = [id, cost];
  }
  return best;
}
