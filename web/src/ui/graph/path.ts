import { CARD, type GraphEdge, type Layout, type Point } from './types';

const RADIUS = 10;
const STUB = 16;

/** An arrow's bends: those of the layout, else right angles between the sides of the two cards. */
export function routeOf(edge: GraphEdge, layout: Layout): Point[] {
  const known = layout.routes.get(edge.id);
  if (known && known.length > 1) return known;
  const from = layout.at.get(edge.source);
  const to = layout.at.get(edge.target);
  if (!from || !to) return [];
  const start = { x: from.x + CARD.width, y: from.y + CARD.height / 2 };
  const end = { x: to.x, y: to.y + CARD.height / 2 };
  if (end.x >= start.x + 2 * STUB) {
    const middle = end.x - STUB - ((start.y * 7) % STUB);
    return [start, { x: middle, y: start.y }, { x: middle, y: end.y }, end];
  }
  const between = (start.y + end.y) / 2 + (start.y === end.y ? CARD.height : 0);
  const [out, into] = [start.x + STUB, end.x - STUB];
  return [start, { x: out, y: start.y }, { x: out, y: between }, { x: into, y: between }, { x: into, y: end.y }, end];
}

/** A polyline with rounded corners as an SVG path; it ends a little early, where the arrow's tip is drawn. */
export function roundedPath(points: Point[]): string {
  const [first, ...rest] = points;
  const last = rest.pop();
  if (!first || !last) return '';
  let path = `M${first.x},${first.y}`;
  let before = first;
  rest.forEach((corner, index) => {
    const after = rest[index + 1] ?? last;
    const [start, end] = [towards(corner, before), towards(corner, after)];
    path += `L${start.x},${start.y}Q${corner.x},${corner.y} ${end.x},${end.y}`;
    before = corner;
  });
  return `${path}L${last.x - 3},${last.y}`;
}

function towards(corner: Point, other: Point): Point {
  const length = Math.hypot(other.x - corner.x, other.y - corner.y);
  const share = length === 0 ? 0 : Math.min(RADIUS, length / 2) / length;
  return { x: round(corner.x + (other.x - corner.x) * share), y: round(corner.y + (other.y - corner.y) * share) };
}

const round = (value: number) => Math.round(value * 10) / 10;

export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export function boxOf(points: Point[]): Box {
  const xs = points.map(({ x }) => x);
  const ys = points.map(({ y }) => y);
  return { left: Math.min(...xs), top: Math.min(...ys), right: Math.max(...xs), bottom: Math.max(...ys) };
}

export function overlap(one: Box, other: Box): boolean {
  return one.left <= other.right && other.left <= one.right && one.top <= other.bottom && other.top <= one.bottom;
}

/** Where a label sits: the middle of the longest stretch. */
export function labelSpot(points: Point[]): Point {
  let best = { x: 0, y: 0 };
  let longest = -1;
  points.slice(1).forEach((end, index) => {
    const start = points[index] ?? end;
    // A level stretch has room for words; an upright one only where there is no other.
    const length = Math.abs(end.x - start.x) + Math.abs(end.y - start.y) / 4;
    if (length > longest) {
      longest = length;
      best = { x: (start.x + end.x) / 2, y: (start.y + end.y) / 2 };
    }
  });
  return best;
}
