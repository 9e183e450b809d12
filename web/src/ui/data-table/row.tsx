import { IconChevronRight, IconDots } from '@tabler/icons-react';
import { type CSSProperties, memo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatNumber } from '@/lib/format';
import check from './check.module.css';
import classes from './data-table.module.css';
import { pinOf } from './geometry';
import groupClasses from './group.module.css';
import type { Column, EditStep, GroupHead } from './types';

interface TableRowProps {
  index: number;
  top: number;
  /** Undefined while its page is on the way. */
  row: unknown;
  name: string;
  href: string | undefined;
  group: GroupHead | null;
  columns: Column<unknown>[];
  template: string;
  lefts: number[];
  selectable: boolean;
  selected: boolean;
  focused: boolean;
  changed: boolean;
  hasMenu: boolean;
  /** The column whose cell is being edited. */
  edited: string | undefined;
  onEdited: (go?: EditStep) => void;
}

/** One row of plain elements: no kit components, no listeners of its own. */
export const TableRow = memo(function TableRow(props: TableRowProps) {
  const { t } = useTranslation();
  const { index, row, name, columns, lefts, selectable, group } = props;
  const loaded = row !== undefined && !group;
  const tab = props.focused ? 0 : -1;
  const draw = (column: Column<unknown>, position: number): ReactNode => {
    if (group) return position === 0 ? <Group head={group} tab={tab} /> : group.cells[column.id];
    if (row === undefined) return <span className={classes.waiting} />;
    if (props.edited === column.id && column.editor) return column.editor(row, props.onEdited);
    if (position > 0 || !props.href) return column.cell(row);
    return (
      <a href={props.href} data-open data-own tabIndex={tab} className={classes.open}>
        {column.cell(row)}
      </a>
    );
  };
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selectable && loaded ? props.selected : undefined}
      className={group ? `${classes.row} ${groupClasses.head}` : classes.row}
      data-index={index}
      data-selected={props.selected || undefined}
      data-changed={props.changed || undefined}
      data-edited={props.edited !== undefined || undefined}
      style={{ transform: `translateY(${props.top}px)`, gridTemplateColumns: props.template }}
    >
      {selectable && (
        <div role="cell" className={classes.cell} data-pin="select">
          {loaded && (
            <input
              type="checkbox"
              className={check.check}
              aria-label={t('table.selectRow', { name })}
              checked={props.selected}
              readOnly
              tabIndex={tab}
              data-act="select"
            />
          )}
        </div>
      )}
      {columns.map((column, position) => (
        <div
          key={column.id}
          role="cell"
          className={classes.cell}
          data-col={column.id}
          data-pin={pinOf(position, lefts, selectable)}
          data-numeric={column.numeric || undefined}
          data-editing={props.edited === column.id || undefined}
          tabIndex={loaded && (column.editor || column.refuse) ? -1 : undefined}
          style={position < lefts.length ? ({ '--left': `${lefts[position]}px` } as CSSProperties) : undefined}
        >
          {draw(column, position)}
        </div>
      ))}
      {props.hasMenu && (
        <div role="cell" className={classes.cell}>
          {loaded && (
            <button
              type="button"
              className={classes.menu}
              data-act="menu"
              aria-haspopup="menu"
              aria-label={t('table.rowActions', { name })}
              tabIndex={tab}
            >
              <IconDots size={16} aria-hidden />
            </button>
          )}
        </div>
      )}
    </div>
  );
});

function Group({ head, tab }: { head: GroupHead; tab: number }) {
  return (
    <button type="button" className={groupClasses.group} aria-expanded={head.open} tabIndex={tab} data-open>
      <IconChevronRight size={14} aria-hidden />
      <span className="truncate">{head.label}</span>
      <span className={groupClasses.groupCount}>{formatNumber(head.count)}</span>
    </button>
  );
}
