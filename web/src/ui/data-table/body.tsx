import { memo, type RefObject, useEffect } from 'react';
import classes from './data-table.module.css';
import { TableRow } from './row';
import type { Column, Grouping, RowActions, Selection } from './types';
import type { CellEditing } from './use-cell-editing';
import { useRowClicks } from './use-row-clicks';
import { useWindow } from './use-window';

export interface BodyProps<Row> {
  rows: (Row | undefined)[];
  /** Rows to leave room for: those loaded, and some that are on their way. */
  count: number;
  columns: Column<Row>[];
  template: string;
  lefts: number[];
  rowHeight: number;
  rowId: (row: Row) => string;
  rowName: (row: Row) => string;
  actions: RowActions<Row> | undefined;
  selection: Selection | undefined;
  grouping: Grouping<Row> | undefined;
  editing: CellEditing;
  focused: number;
  onFocusRow: (index: number) => void;
  openMenu: (row: Row, at: DOMRect) => void;
  changed: ((id: string) => boolean) | undefined;
  scroller: RefObject<HTMLDivElement | null>;
  hasMore: boolean;
  fetching: boolean;
  onMore: (() => void) | undefined;
  onRange: ((first: number, last: number) => void) | undefined;
}

function VirtualBody<Row>(props: BodyProps<Row>) {
  const { rows, count, columns, rowHeight, actions, selection, grouping, editing, onRange } = props;
  const { first, end } = useWindow(props.scroller, count, rowHeight);
  const lastShown = Math.max(0, end - 1);
  const { hasMore, fetching, onMore } = props;
  useEffect(() => {
    if (hasMore && !fetching && lastShown >= rows.length - 30) onMore?.();
  }, [hasMore, fetching, lastShown, rows.length, onMore]);
  useEffect(() => onRange?.(first, lastShown), [onRange, first, lastShown]);
  const clicks = useRowClicks(props);
  return (
    <div role="rowgroup" className={classes.body} style={{ height: count * rowHeight }} {...clicks}>
      {Array.from({ length: end - first }, (_, place) => {
        const index = first + place;
        const row = rows[index];
        const id = row === undefined ? '' : props.rowId(row);
        return (
          <TableRow
            key={index}
            index={index}
            top={index * rowHeight}
            row={row}
            name={row === undefined ? '' : props.rowName(row)}
            href={row === undefined ? undefined : actions?.href?.(row)}
            group={row === undefined ? null : (grouping?.of(row) ?? null)}
            columns={columns as Column<unknown>[]}
            template={props.template}
            lefts={props.lefts}
            selectable={selection !== undefined}
            selected={(id && selection?.has(id)) || false}
            focused={props.focused === index}
            changed={(id && props.changed?.(id)) || false}
            hasMenu={actions?.menu !== undefined}
            edited={editing.cell?.index === index ? editing.cell.column : undefined}
            onEdited={editing.done}
          />
        );
      })}
    </div>
  );
}

/** Only this part renders while scrolling. */
export const Body = memo(VirtualBody) as typeof VirtualBody;
