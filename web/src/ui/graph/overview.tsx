import { useComputedColorScheme } from '@mantine/core';
import { useStoreApi } from '@xyflow/react';
import { useEffect, useRef } from 'react';
import classes from './graph.module.css';
import { CARD, farBelow, type GraphEdge, type GraphNode, type Layout } from './types';

interface OverviewProps {
  nodes: GraphNode[];
  edges: GraphEdge[];
  layout: Layout;
  colours: Map<string, string>;
  lit: ReadonlySet<string> | null;
  selected: string | null;
}

interface Inks {
  line: string;
  surface: string;
  border: string;
  ink: string;
  chosen: string;
  kinds: Map<string, string>;
}

function inksOf(colours: Map<string, string>): Inks {
  const css = getComputedStyle(document.documentElement);
  const value = (name: string) => css.getPropertyValue(name).trim();
  return {
    line: value('--mute-dot'),
    surface: value('--surface'),
    border: value('--line-ctl'),
    ink: value('--ink-2'),
    chosen: value('--info-dot'),
    kinds: new Map([...colours].map(([kind, name]) => [kind, value(name)])),
  };
}

/** From afar, one canvas stands for thousands of cards: coloured blocks and lines. */
export function Overview(props: OverviewProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const store = useStoreApi();
  const scheme = useComputedColorScheme('light');
  const { nodes, edges, layout, colours, lit, selected } = props;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the scheme decides what the tokens say.
  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (!element || !context) return;
    const inks = inksOf(colours);
    let frame = 0;
    const draw = () => {
      frame = 0;
      const { transform, width, height } = store.getState();
      const ratio = Math.min(devicePixelRatio, 2);
      if (element.width !== width * ratio) element.width = width * ratio;
      if (element.height !== height * ratio) element.height = height * ratio;
      const far = transform[2] < farBelow(nodes.length);
      element.hidden = !far;
      if (!far) return;
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      context.clearRect(0, 0, width, height);
      paintAll(context, { nodes, edges, layout, colours, lit, selected }, inks, { transform, width, height });
    };
    const stop = store.subscribe(() => {
      frame ||= requestAnimationFrame(draw);
    });
    draw();
    return () => {
      stop();
      cancelAnimationFrame(frame);
    };
  }, [nodes, edges, layout, colours, lit, selected, store, scheme]);
  return <canvas ref={canvas} className={classes.far} aria-hidden />;
}

interface View {
  transform: [number, number, number];
  width: number;
  height: number;
}

type Spot = (id: string) => { x: number; y: number } | null;

function paintAll(context: CanvasRenderingContext2D, graph: OverviewProps, inks: Inks, view: View): void {
  const [left, top, zoom] = view.transform;
  const [wide, high] = [CARD.width * zoom, CARD.height * zoom];
  const spot: Spot = (id) => {
    const at = graph.layout.at.get(id);
    return at ? { x: at.x * zoom + left, y: at.y * zoom + top } : null;
  };
  paintLines(context, graph, inks, { ...view, spot, zoom });
  const inView = ({ x, y }: { x: number; y: number }) =>
    x < view.width && y < view.height && x + wide > 0 && y + high > 0;
  const blocks = graph.nodes.flatMap((node) => {
    const at = spot(node.id);
    return at && inView(at) ? [{ node, at }] : [];
  });
  for (const { node, at } of blocks) {
    const dim = graph.lit !== null && !graph.lit.has(node.id);
    context.globalAlpha = dim ? 0.2 : 1;
    context.fillStyle = zoom <= 0.3 ? (inks.kinds.get(node.kind) ?? inks.line) : inks.surface;
    context.strokeStyle = node.id === graph.selected || node.root ? inks.chosen : inks.border;
    context.lineWidth = node.id === graph.selected || node.root ? 2 : 1;
    context.fillRect(at.x, at.y, Math.max(2, wide), Math.max(2, high));
    if (zoom > 0.3 || node.id === graph.selected || node.root) context.strokeRect(at.x, at.y, wide, high);
    if (zoom <= 0.3) continue;
    context.fillStyle = inks.ink;
    context.font = `500 ${13 * zoom}px "Inter Variable", sans-serif`;
    context.textBaseline = 'middle';
    context.fillText(node.title.slice(0, 28), at.x + 12 * zoom, at.y + high / 2, wide - 24 * zoom);
  }
  context.globalAlpha = 1;
}

function paintLines(
  context: CanvasRenderingContext2D,
  { edges, lit }: OverviewProps,
  inks: Inks,
  view: View & { spot: Spot; zoom: number },
): void {
  const { zoom } = view;
  context.lineWidth = Math.max(0.5, zoom * 1.6);
  if (!lit) {
    context.strokeStyle = inks.line;
    context.globalAlpha = zoom < 0.2 ? 0.45 : 0.8;
    strokeAll(context, edges, view);
    return;
  }
  const isLit = ({ source, target }: GraphEdge) => lit.has(source) && lit.has(target);
  context.strokeStyle = inks.line;
  context.globalAlpha = 0.15;
  strokeAll(
    context,
    edges.filter((edge) => !isLit(edge)),
    view,
  );
  context.strokeStyle = inks.chosen;
  context.globalAlpha = 0.8;
  strokeAll(context, edges.filter(isLit), view);
}

function strokeAll(
  context: CanvasRenderingContext2D,
  edges: GraphEdge[],
  { spot, zoom, width, height }: View & { spot: Spot; zoom: number },
): void {
  context.beginPath();
  for (const { source, target } of edges) {
    const [from, to] = [spot(source), spot(target)];
    if (!from || !to) continue;
    const [ax, ay] = [from.x + CARD.width * zoom, from.y + (CARD.height / 2) * zoom];
    const [bx, by] = [to.x, to.y + (CARD.height / 2) * zoom];
    const beside = Math.max(ax, bx) < 0 || Math.min(ax, bx) > width;
    if (beside || Math.max(ay, by) < 0 || Math.min(ay, by) > height) continue;
    context.moveTo(ax, ay);
    context.lineTo(bx, by);
  }
  context.stroke();
}
