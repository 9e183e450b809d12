import { type MouseEvent, useRef } from 'react';
import type { BodyProps } from './body';

type Heard = 'rows' | 'rowId' | 'actions' | 'selection' | 'grouping' | 'editing' | 'onFocusRow' | 'openMenu';

function isPlain(event: MouseEvent): boolean {
  return event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
}

/** Hears the clicks of every row in one place: selecting, opening, the menu, groups, and editing a cell. */
export function useRowClicks<Row>(props: Pick<BodyProps<Row>, Heard>) {
  const { rows, rowId, actions, selection, grouping, editing } = props;
  const last = useRef<number | null>(null);
  const select = (index: number, row: Row, through: boolean) => {
    const from = last.current;
    last.current = index;
    if (!through || from === null) return selection?.onToggle(rowId(row));
    const between = rows.slice(Math.min(from, index), Math.max(from, index) + 1);
    selection?.onMany(
      between.filter((each) => each !== undefined && !grouping?.of(each)).map((each) => rowId(each as Row)),
    );
  };
  const at = (target: HTMLElement) => {
    const index = Number(target.closest<HTMLElement>('[data-index]')?.dataset.index ?? -1);
    return { index, row: rows[index] };
  };
  const onClick = (event: MouseEvent<HTMLDivElement>) => {
    const target = event.target as HTMLElement;
    const { index, row } = at(target);
    if (row === undefined) return;
    props.onFocusRow(index);
    if (grouping?.of(row)) return grouping.onToggle(row);
    const button = target.closest<HTMLElement>('[data-act]');
    if (button?.dataset.act === 'select') select(index, row, event.shiftKey);
    else if (button?.dataset.act === 'menu') props.openMenu(row, button.getBoundingClientRect());
    const href = target.closest('a[data-own]')?.getAttribute('href');
    if (href && isPlain(event) && actions?.go) {
      event.preventDefault();
      actions.go(href);
    }
  };
  const onDoubleClick = (event: MouseEvent<HTMLDivElement>) => {
    const target = event.target as HTMLElement;
    const column = target.closest<HTMLElement>('[data-col]')?.dataset.col;
    if (column && !target.closest('a, input, textarea, select, button')) editing.start(at(target).index, column);
  };
  return { onClick, onDoubleClick };
}
