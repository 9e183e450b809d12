import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { type CSSProperties, type KeyboardEvent, type PointerEvent, type RefObject, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import check from './check.module.css';
import classes from './data-table.module.css';
import { pinOf } from './geometry';
import { type Column, type ColumnLayout, MAX_WIDTH, MIN_WIDTH, type Selection, type Sort } from './types';

interface HeadProps<Row> {
  columns: Column<Row>[];
  template: string;
  lefts: number[];
  layout: ColumnLayout | undefined;
  sort: Sort[];
  onSort: ((id: string, add: boolean) => void) | undefined;
  selection: Selection | undefined;
  hasMenu: boolean;
}

/** The row of headings: click sorts, Shift adds a key, edges resize, headings are dragged, or moved with Alt and arrows. */
export function Head<Row>({ columns, template, lefts, layout, sort, onSort, selection, hasMenu }: HeadProps<Row>) {
  const { t } = useTranslation();
  const dragged = useRef<string | null>(null);
  return (
    <div role="rowgroup" className={classes.headGroup}>
      <div role="row" aria-rowindex={1} className={classes.head} style={{ gridTemplateColumns: template }}>
        {selection && (
          <div role="columnheader" className={classes.headCell} data-pin="select">
            <SelectAll selection={selection} label={t('table.selectAll')} />
          </div>
        )}
        {columns.map((column, position) => (
          <HeadCell
            key={column.id}
            column={column}
            pin={pinOf(position, lefts, selection !== undefined)}
            left={lefts[position]}
            fixed={position === 0}
            sort={sort}
            onSort={onSort}
            layout={layout}
            dragged={dragged}
          />
        ))}
        {hasMenu && (
          <div role="columnheader" className={classes.headCell}>
            <span className="sr-only">{t('table.actions')}</span>
          </div>
        )}
      </div>
    </div>
  );
}

interface HeadCellProps<Row> {
  column: Column<Row>;
  pin: string | undefined;
  left: number | undefined;
  /** The first column is neither dragged nor dropped upon. */
  fixed: boolean;
  sort: Sort[];
  onSort: ((id: string, add: boolean) => void) | undefined;
  layout: ColumnLayout | undefined;
  dragged: RefObject<string | null>;
}

const STEP = 16;

function HeadCell<Row>({ column, pin, left, fixed, sort, onSort, layout, dragged }: HeadCellProps<Row>) {
  const sorted = sort.find((each) => each.id === column.id);
  const direction = sorted?.desc ? 'descending' : 'ascending';
  const drop = () => {
    if (dragged.current && !fixed) layout?.onMove(dragged.current, column.id);
    dragged.current = null;
  };
  const width = layout?.widths[column.id] ?? column.width;
  const onKeyDown = (event: KeyboardEvent) => {
    const { key, altKey, shiftKey } = event;
    const sideways = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0;
    const along = key === 'ArrowDown' ? 1 : key === 'ArrowUp' ? -1 : 0;
    if (layout && altKey && along && !fixed) layout.onStep(column.id, along);
    else if (layout && shiftKey && sideways) layout.onResize(column.id, bounded(width + sideways * STEP));
    else return;
    event.preventDefault();
  };
  return (
    <div
      role="columnheader"
      aria-sort={sorted ? direction : column.sortable ? 'none' : undefined}
      className={classes.headCell}
      data-pin={pin}
      data-numeric={column.numeric || undefined}
      draggable={layout !== undefined && !fixed}
      style={left === undefined ? undefined : ({ '--left': `${left}px` } as CSSProperties)}
      onKeyDown={onKeyDown}
      onDragStart={() => {
        dragged.current = column.id;
      }}
      onDragOver={(event) => event.preventDefault()}
      onDrop={drop}
    >
      {column.sortable && onSort ? (
        <button type="button" onClick={(event) => onSort(column.id, event.shiftKey)}>
          <span className="truncate">{column.label}</span>
          {sorted && <SortMark desc={sorted.desc} place={sort.length > 1 ? sort.indexOf(sorted) + 1 : null} />}
        </button>
      ) : (
        <span className="truncate">{column.label}</span>
      )}
      {layout && <Resizer width={width} onResize={(next) => layout.onResize(column.id, next)} />}
    </div>
  );
}

function SortMark({ desc, place }: { desc: boolean; place: number | null }) {
  const Arrow = desc ? IconArrowDown : IconArrowUp;
  return (
    <>
      <Arrow size={13} aria-hidden />
      {place !== null && <small>{place}</small>}
    </>
  );
}

function SelectAll({ selection, label }: { selection: Selection; label: string }) {
  const some = selection.count > 0 && !selection.all;
  return (
    <input
      type="checkbox"
      className={check.check}
      aria-label={label}
      checked={selection.all}
      ref={(box) => {
        if (box) box.indeterminate = some;
      }}
      onChange={() => selection.onAll(selection.count === 0)}
    />
  );
}

function bounded(width: number): number {
  return Math.min(MAX_WIDTH, Math.max(MIN_WIDTH, Math.round(width)));
}

/** The draggable edge of a heading; on the heading itself, Shift and the arrow keys do the same. */
function Resizer({ width, onResize }: { width: number; onResize: (width: number) => void }) {
  const onPointerDown = (event: PointerEvent<HTMLSpanElement>) => {
    event.preventDefault();
    const handle = event.currentTarget;
    const start = event.clientX;
    handle.setPointerCapture(event.pointerId);
    const move = (to: globalThis.PointerEvent) => onResize(bounded(width + to.clientX - start));
    const end = () => {
      handle.removeEventListener('pointermove', move);
      handle.removeEventListener('pointerup', end);
      handle.removeEventListener('pointercancel', end);
    };
    handle.addEventListener('pointermove', move);
    handle.addEventListener('pointerup', end);
    handle.addEventListener('pointercancel', end);
  };
  return (
    <span
      className={classes.resize}
      aria-hidden
      draggable
      onDragStart={(event) => {
        event.preventDefault();
        event.stopPropagation();
      }}
      onPointerDown={onPointerDown}
    />
  );
}
