import { type CSSProperties, type ReactNode, useCallback, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDense } from '@/lib/density';
import { Body } from './body';
import classes from './data-table.module.css';
import { geometryOf, rowHeightOf } from './geometry';
import { Head } from './head';
import { RowMenu } from './row-menu';
import type { Column, ColumnLayout, Grouping, RowActions, Selection, Sort } from './types';
import { useCellEditing } from './use-cell-editing';
import { useRowKeys } from './use-row-keys';
import { useScrollMemory } from './use-scroll-memory';

export interface DataTableProps<Row> {
  label: string;
  columns: Column<Row>[];
  /** What is not loaded yet is undefined. */
  rows: (Row | undefined)[];
  /** How many rows there are on the server, loaded or not. */
  total: number;
  rowId: (row: Row) => string;
  rowName: (row: Row) => string;
  actions?: RowActions<Row>;
  selection?: Selection;
  grouping?: Grouping<Row>;
  layout?: ColumnLayout;
  sort?: Sort[];
  onSort?: (id: string, add: boolean) => void;
  /** Whether rows are compact; else as the person prefers. */
  dense?: boolean | undefined;
  fetching?: boolean;
  /** For rows that come one after the other: whether there are more, and how to get them. */
  hasMore?: boolean;
  onMore?: () => void;
  /** For rows that come from anywhere: which are about to be seen. */
  onRange?: (first: number, last: number) => void;
  changed?: (id: string) => boolean;
  /** Drawn instead of rows when there are none. */
  empty?: ReactNode;
  /** A new value scrolls back to the top, such as the query of the rows. */
  resetKey?: string;
  /** Under which the place in the rows is remembered, such as an entry of the history. */
  memoryKey?: string;
}

/** A table of any length: fixed-height virtual rows, one listener, the server pages, sorts and filters. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { t } = useTranslation();
  const { columns, rows, total, actions, selection, grouping, layout, hasMore = false } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const [menu, setMenu] = useState<{ row: Row; at: DOMRect } | null>(null);
  const prefersDense = useDense();
  const rowHeight = rowHeightOf(props.dense ?? prefersDense);
  const parts = { selectable: selection !== undefined, menu: actions?.menu !== undefined };
  const { template, width, lefts } = geometryOf(columns, layout, parts);
  const held = lefts.join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same places are the same list.
  const places = useMemo(() => lefts, [held]);
  const byIndex = useCallback((index: number) => rows[index], [rows]);
  const openMenu = useCallback((row: Row, at: DOMRect) => setMenu({ row, at }), []);
  const editing = useCellEditing(columns, scroller);
  const keys = useRowKeys({
    count: rows.length,
    rowHeight,
    byIndex,
    actions,
    selection,
    grouping,
    rowId: props.rowId,
    openMenu,
    edit: editing.start,
  });
  useScrollMemory(scroller, props.memoryKey, rows.length > 0, props.resetKey);

  return (
    <div className={classes.frame}>
      {props.fetching && <div className={classes.progress} aria-hidden />}
      <section
        ref={scroller}
        className={classes.scroller}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard.
        tabIndex={0}
        aria-label={props.label}
        onKeyDown={keys.onKeyDown}
      >
        <div
          role="table"
          aria-label={props.label}
          aria-rowcount={total + 1}
          aria-colcount={columns.length + (parts.selectable ? 1 : 0) + (parts.menu ? 1 : 0)}
          style={{ minWidth: '100%', width, '--row-h': `${rowHeight}px` } as CSSProperties}
        >
          <Head
            columns={columns}
            template={template}
            lefts={places}
            layout={layout}
            sort={props.sort ?? []}
            onSort={props.onSort}
            selection={selection}
            hasMenu={parts.menu}
          />
          <Body
            rows={rows}
            count={hasMore ? Math.min(Math.max(total, rows.length), rows.length + 20) : rows.length}
            columns={columns}
            template={template}
            lefts={places}
            rowHeight={rowHeight}
            rowId={props.rowId}
            rowName={props.rowName}
            actions={actions}
            selection={selection}
            grouping={grouping}
            editing={editing}
            focused={keys.focused}
            onFocusRow={keys.setFocused}
            openMenu={openMenu}
            changed={props.changed}
            scroller={scroller}
            hasMore={hasMore}
            fetching={props.fetching ?? false}
            onMore={props.onMore}
            onRange={props.onRange}
          />
        </div>
        {rows.length === 0 && props.empty && <div className={classes.empty}>{props.empty}</div>}
      </section>
      {menu && actions?.menu && (
        <RowMenu
          at={menu.at}
          label={t('table.rowActions', { name: props.rowName(menu.row) })}
          items={actions.menu(menu.row)}
          onClose={() => setMenu(null)}
        />
      )}
    </div>
  );
}
