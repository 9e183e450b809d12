import { type KeyboardEvent, useCallback, useState } from 'react';
import type { Grouping, RowActions, Selection } from './types';

interface RowKeysInput<Row> {
  count: number;
  rowHeight: number;
  byIndex: (index: number) => Row | undefined;
  rowId: (row: Row) => string;
  actions: RowActions<Row> | undefined;
  selection: Selection | undefined;
  grouping: Grouping<Row> | undefined;
  openMenu: (row: Row, at: DOMRect) => void;
  edit: (index: number, column?: string) => boolean;
}

const HEAD = 34;

/** Brings the row into view and moves the focus to its link or to the column's cell, once the list has drawn it. */
function focusRow(scroller: HTMLElement, index: number, rowHeight: number, column: string | undefined): void {
  const top = index * rowHeight;
  const room = scroller.clientHeight - HEAD;
  if (top < scroller.scrollTop) scroller.scrollTop = top;
  else if (top + rowHeight > scroller.scrollTop + room) scroller.scrollTop = top + rowHeight - room;
  let tries = 0;
  const find = (selector: string) => scroller.querySelector<HTMLElement>(`[data-index="${index}"] ${selector}`);
  const attempt = () => {
    const cell = column && find(`[data-col="${CSS.escape(column)}"][tabindex]`);
    const target = cell || find('[data-open]') || find(':is(a, input, button)[tabindex]');
    if (target) target.focus({ preventScroll: true });
    else if (tries++ < 5) requestAnimationFrame(attempt);
  };
  requestAnimationFrame(attempt);
}

function nextIndex(key: string, current: number, count: number, page: number): number | null {
  const moves: Record<string, number> = {
    ArrowDown: current + 1,
    ArrowUp: current - 1,
    PageDown: current + page,
    PageUp: current - page,
    Home: 0,
    End: count - 1,
  };
  const next = moves[key];
  return next === undefined ? null : Math.max(0, Math.min(count - 1, next));
}

/** Moves the focus between a row's name and its cells that can be edited. */
function stepAside(row: HTMLElement, from: HTMLElement, by: number): boolean {
  const stops = [...row.querySelectorAll<HTMLElement>('[data-open], [data-col][tabindex]')].filter(
    (stop) => !stop.querySelector('[data-open]'),
  );
  const at = stops.indexOf(from);
  const next = stops[at < 0 ? 0 : at + by];
  next?.focus();
  next?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  return next !== undefined;
}

const SIDEWAYS: Record<string, number> = { ArrowRight: 1, ArrowLeft: -1 };

/** Arrow keys walk rows and cells; Space previews, x selects, Enter opens, e edits, "." shows the actions. */
export function useRowKeys<Row>(input: RowKeysInput<Row>) {
  const { count, rowHeight, byIndex, actions, selection, grouping, rowId, openMenu, edit } = input;
  const [focused, setFocused] = useState(0);
  const move = useCallback(
    (key: string, current: number, scroller: HTMLElement, column: string | undefined) => {
      const page = Math.max(1, Math.floor((scroller.clientHeight - HEAD) / rowHeight) - 1);
      const next = nextIndex(key, current, count, page);
      if (next === null || count === 0) return false;
      setFocused(next);
      focusRow(scroller, next, rowHeight, column);
      return true;
    },
    [count, rowHeight],
  );
  const turn = useCallback(
    (key: string, row: Row, open: boolean) => {
      if (key !== (open ? 'ArrowLeft' : 'ArrowRight')) return false;
      grouping?.onToggle(row);
      return true;
    },
    [grouping],
  );
  const act = useCallback(
    (key: string, row: Row, element: HTMLElement, target: HTMLElement) => {
      const column = target.dataset.col;
      const group = grouping?.of(row);
      if (group) return turn(key, row, group.open);
      if (SIDEWAYS[key]) return stepAside(element, target, SIDEWAYS[key]);
      if (key === 'e' || (key === 'Enter' && column)) return edit(Number(element.dataset.index), column);
      if (key === ' ' && actions?.preview) actions.preview(row);
      else if (key === 'x' && selection) selection.onToggle(rowId(row));
      else if (key === '.' && actions?.menu) openMenu(row, element.getBoundingClientRect());
      else return false;
      return true;
    },
    [actions, selection, grouping, turn, rowId, openMenu, edit],
  );
  const onKeyDown = useCallback(
    (event: KeyboardEvent<HTMLElement>) => {
      const target = event.target as HTMLElement;
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      if (target.closest('[role="columnheader"], [data-editing]')) return;
      const inRow = target.closest<HTMLElement>('[data-index]');
      const current = inRow ? Number(inRow.dataset.index) : focused;
      // The first arrow from outside the rows enters the row that had the focus last.
      const from = !inRow && event.key === 'ArrowDown' ? current - 1 : current;
      const row = inRow ? byIndex(current) : undefined;
      const isOwnSpace = event.key === ' ' && (target.tagName === 'BUTTON' || target.tagName === 'INPUT');
      const done =
        move(event.key, from, event.currentTarget, target.dataset.col) ||
        (inRow !== null && row !== undefined && !isOwnSpace && act(event.key, row, inRow, target));
      if (done) event.preventDefault();
    },
    [focused, byIndex, move, act],
  );
  return { focused: Math.min(focused, Math.max(0, count - 1)), setFocused, onKeyDown };
}
