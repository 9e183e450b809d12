import { useReactFlow } from '@xyflow/react';
import { type KeyboardEvent, useCallback } from 'react';
import type { GraphProps } from './graph-lazy';
import type { Layout } from './types';
import { isArrow, stepTo } from './walk';

interface KeysInput extends Pick<GraphProps, 'nodes' | 'edges' | 'selected' | 'onSelect' | 'onOpen' | 'onExpand'> {
  layout: Layout;
  showAll: () => void;
}

/** Arrow keys walk along the arrows, Enter opens, Space shows hidden neighbours, + and - zoom, 0 fits. */
export function useGraphKeys(input: KeysInput) {
  const flow = useReactFlow();
  const { nodes, edges, layout, selected, onSelect, onOpen, onExpand, showAll } = input;
  return useCallback(
    (event: KeyboardEvent<HTMLElement>) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isControl(event.target)) return;
      const first = () => (nodes.find(({ root }) => root) ?? nodes[0])?.id ?? null;
      const acts: Record<string, () => void> = {
        '+': () => void flow.zoomIn(),
        '=': () => void flow.zoomIn(),
        '-': () => void flow.zoomOut(),
        '0': showAll,
        ...(selected
          ? { Escape: () => onSelect(null), Enter: () => onOpen?.(selected), ' ': () => onExpand?.(selected) }
          : {}),
      };
      const { key } = event;
      const act = isArrow(key)
        ? () => onSelect(selected === null ? first() : (stepTo(key, selected, layout, edges) ?? selected))
        : acts[key];
      if (!act) return;
      event.preventDefault();
      event.stopPropagation();
      act();
    },
    [flow, nodes, edges, layout, selected, onSelect, onOpen, onExpand, showAll],
  );
}

/** A button of the graph's own, or its menu, keeps its keys. */
function isControl(target: EventTarget): boolean {
  return target instanceof HTMLElement && target.closest('[data-graph-controls], [role="menu"]') !== null;
}
