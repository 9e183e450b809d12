import { type PointerEvent, useRef } from 'react';
import { COLUMNS, type Side, UNIT } from '../model/board';

interface Drop {
  by: string;
  side: Side;
}

/** Where a point lies: which widget it is over, and to which of its sides it is nearest. */
function dropAt(x: number, y: number, dragged: string): Drop | null {
  const over = document.elementFromPoint(x, y)?.closest<HTMLElement>('[data-widget]');
  const by = over?.dataset.widget;
  if (!over || !by || by === dragged) return null;
  const box = over.getBoundingClientRect();
  const sides: [Side, number][] = [
    ['left', (x - box.left) / box.width],
    ['right', (box.right - x) / box.width],
    ['above', (y - box.top) / box.height],
    ['below', (box.bottom - y) / box.height],
  ];
  const [nearest] = sides.sort(([, a], [, b]) => a - b);
  return nearest ? { by, side: nearest[0] } : null;
}

function mark(drop: Drop | null): void {
  for (const place of document.querySelectorAll<HTMLElement>('[data-drop]')) delete place.dataset.drop;
  const place = drop && document.querySelector<HTMLElement>(`[data-widget="${CSS.escape(drop.by)}"]`);
  if (place) place.dataset.drop = drop.side;
}

/** Drags a widget by its handle; a bar shows where it would stand. */
export function useDrag(id: string, onDrop: (by: string, side: Side) => void) {
  const drop = useRef<Drop | null>(null);
  const dragging = useRef(false);
  const end = (event: PointerEvent<HTMLElement>) => {
    const place = event.currentTarget.closest<HTMLElement>('[data-widget]');
    if (place) delete place.dataset.dragged;
    dragging.current = false;
    mark(null);
  };
  return {
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      dragging.current = true;
      drop.current = null;
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      if (!dragging.current) return;
      const place = event.currentTarget.closest<HTMLElement>('[data-widget]');
      if (place) place.dataset.dragged = '';
      drop.current = dropAt(event.clientX, event.clientY, id);
      mark(drop.current);
    },
    onPointerUp: (event: PointerEvent<HTMLElement>) => {
      if (!dragging.current) return;
      end(event);
      if (drop.current) onDrop(drop.current.by, drop.current.side);
    },
    onPointerCancel: end,
  };
}

/** Resizes by a corner: in steps of columns and of row units, as the pointer passes them. */
export function useResize(onStep: (wider: number, higher: number) => void) {
  const from = useRef<{ x: number; y: number; column: number } | null>(null);
  return {
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      const row = event.currentTarget.closest('[data-widget]')?.parentElement;
      if (event.button !== 0 || !row) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      from.current = { x: event.clientX, y: event.clientY, column: row.clientWidth / COLUMNS };
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      const start = from.current;
      if (!start) return;
      const wider = Math.round((event.clientX - start.x) / start.column);
      const higher = Math.round((event.clientY - start.y) / UNIT);
      if (wider === 0 && higher === 0) return;
      from.current = { ...start, x: start.x + wider * start.column, y: start.y + higher * UNIT };
      onStep(wider, higher);
    },
    onPointerUp: () => {
      from.current = null;
    },
    onPointerCancel: () => {
      from.current = null;
    },
  };
}
