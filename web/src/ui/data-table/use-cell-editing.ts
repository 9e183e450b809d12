import { type RefObject, useCallback, useMemo, useState } from 'react';
import type { Column, EditStep } from './types';

export interface EditedCell {
  index: number;
  column: string;
}

export interface CellEditing {
  cell: EditedCell | null;
  /** Opens a cell's editor, the row's first where none is named; false when there is none to open and nothing to say of it. */
  start: (index: number, column?: string) => boolean;
  done: (go?: EditStep) => void;
}

/** Which cell is being edited; afterwards the focus returns to it. */
export function useCellEditing<Row>(columns: Column<Row>[], scroller: RefObject<HTMLElement | null>): CellEditing {
  const [cell, setCell] = useState<EditedCell | null>(null);
  const editable = useMemo(() => columns.filter((column) => column.editor).map((column) => column.id), [columns]);
  const start = useCallback(
    (index: number, column = editable[0]) => {
      const refuse = columns.find(({ id, editor }) => id === column && !editor)?.refuse;
      refuse?.();
      if (refuse || column === undefined || !editable.includes(column)) return refuse !== undefined;
      setCell({ index, column });
      return true;
    },
    [columns, editable],
  );
  const done = useCallback(
    (go?: EditStep) => {
      if (!cell) return;
      const next = go && editable[editable.indexOf(cell.column) + (go === 'next' ? 1 : -1)];
      setCell(next === undefined ? null : { index: cell.index, column: next });
      if (next !== undefined) return;
      const selector = `[data-index="${cell.index}"] [data-col="${CSS.escape(cell.column)}"]`;
      requestAnimationFrame(() => scroller.current?.querySelector<HTMLElement>(selector)?.focus());
    },
    [cell, editable, scroller],
  );
  return useMemo(() => ({ cell, start, done }), [cell, start, done]);
}
