import type { Tone } from '../tone';

/** A card of a graph. */
export interface GraphNode {
  id: string;
  title: string;
  /** A second, quieter line, such as the kind and the owner. */
  subtitle?: string;
  icon?: string | null;
  /** What it is one of: picks the icon where there is none, and the colour. */
  kind: string;
  /** How it is doing. */
  tone?: Tone;
  /** The page of the entity that it stands for: pointing at the card tells of that. */
  page?: string;
  /** What the graph is about. */
  root?: boolean;
  /** Something refers to it, and it does not exist (yet). */
  ghost?: boolean;
  /** How many of its neighbours are not shown. */
  hidden?: number;
}

/** An arrow from one card to another. */
export interface GraphEdge {
  id: string;
  source: string;
  target: string;
  label?: string;
}

export interface Point {
  x: number;
  y: number;
}

/** Where everything is: the left upper corner of each card, and the bends of each arrow that has any. */
export interface Layout {
  at: Map<string, Point>;
  routes: Map<string, Point[]>;
  width: number;
  height: number;
}

export const CARD = { width: 188, height: 54 };

/** Above this many cards our own layout is used, which takes time in proportion to the graph. */
export const ELK_LIMIT = 600;

/** The zoom below which one canvas stands for all cards; 0 where they are so few that cards are always drawn. */
export function farBelow(count: number): number {
  if (count > 300) return 0.55;
  return count > 120 ? 0.38 : 0;
}
