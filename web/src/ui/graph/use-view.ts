import { getViewportForBounds, type ReactFlowState, useReactFlow, useStore, useStoreApi } from '@xyflow/react';
import { useCallback, useEffect, useMemo } from 'react';
import type { Box } from './path';
import { CARD, farBelow, type GraphNode, type Layout } from './types';

/** The view is told in steps of so many pixels, so that panning draws anew once in a while and not each frame. */
const STEP = 400;
const PADDING = 0.06;
const EVERYWHERE = '';

function stepsOf({ transform: [x, y, zoom], width, height }: ReactFlowState): string {
  const low = (offset: number) => Math.floor(-offset / zoom / STEP) - 1;
  const high = (offset: number, size: number) => Math.ceil((size - offset) / zoom / STEP) + 1;
  return [low(x), low(y), high(x, width), high(y, height)].join(' ');
}

/** The part of the graph that is looked at, with a margin. From afar nothing follows it. */
export function useView(far: boolean): Box {
  const steps = useStore((state) => (far ? EVERYWHERE : stepsOf(state)));
  return useMemo(() => {
    const [left = 0, top = 0, right = 0, bottom = 0] = steps.split(' ').map((step) => Number(step) * STEP);
    return { left, top, right, bottom };
  }, [steps]);
}

/** Shows the whole graph, no larger than life. */
export function useShowAll(layout: Layout): () => void {
  const flow = useReactFlow();
  const store = useStoreApi();
  return useCallback(() => {
    const { width, height, minZoom } = store.getState();
    const bounds = { x: 0, y: 0, width: layout.width, height: layout.height };
    void flow.setViewport(getViewportForBounds(bounds, width, height, minZoom, 1, PADDING));
  }, [flow, store, layout]);
}

/** Cards are hard to read below this zoom, and at the other they are easy. */
const HARD = 0.45;
const EASY = 0.7;

/** The first view of each new layout: all of it, or where its cards would be hard to read, what it is about. */
export function useFirstView(layout: Layout, nodes: GraphNode[], showAll: () => void): void {
  const flow = useReactFlow();
  const store = useStoreApi();
  const ready = useStore(({ width, height }) => width > 0 && height > 0);
  const root = nodes.find((node) => node.root)?.id;
  const center = root === undefined || farBelow(nodes.length) > 0 ? undefined : layout.at.get(root);
  useEffect(() => {
    if (!ready) return;
    const { width, height } = store.getState();
    const whole = Math.min(width / layout.width, height / layout.height);
    if (!center || whole >= HARD) showAll();
    else void flow.setCenter(center.x + CARD.width / 2, center.y + CARD.height / 2, { zoom: EASY });
  }, [ready, showAll, center, layout, flow, store]);
}

/** Brings the selected card into view when it is not. */
export function useReveal(selected: string | null, layout: Layout): void {
  const flow = useReactFlow();
  const store = useStoreApi();
  useEffect(() => {
    const at = selected === null ? undefined : layout.at.get(selected);
    const { transform, width, height } = store.getState();
    if (!at || width === 0) return;
    const [left, top, zoom] = transform;
    const [x, y] = [at.x * zoom + left, at.y * zoom + top];
    const inside = x >= 0 && y >= 0 && x + CARD.width * zoom <= width && y + CARD.height * zoom <= height;
    if (inside) return;
    void flow.setCenter(at.x + CARD.width / 2, at.y + CARD.height / 2, { zoom });
  }, [selected, layout, flow, store]);
}
