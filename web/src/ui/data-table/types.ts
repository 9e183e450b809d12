import type { ReactNode } from 'react';

export interface Column<Row> {
  id: string;
  label: string;
  /** In pixels, until a person drags it. */
  width: number;
  sortable?: boolean;
  numeric?: boolean;
  cell: (row: Row) => ReactNode;
  /** Draws the cell's editor, where the column can be edited in place; `done` closes it and may open the next. */
  editor?: (row: Row, done: (go?: EditStep) => void) => ReactNode;
  /** Says why a cell has no editor, when somebody tries to edit it. */
  refuse?: () => void;
}

/** Where editing goes on after a value: the next or the previous editable cell of the row. */
export type EditStep = 'next' | 'previous';

export interface Sort {
  id: string;
  desc: boolean;
}

export interface RowMenuItem {
  label: string;
  icon?: ReactNode;
  danger?: boolean;
  onSelect: () => void;
}

/** What a person may do to the rows themselves. */
export interface RowActions<Row> {
  href?: (row: Row) => string;
  /** Goes to an address of ours without loading the page anew. */
  go?: (href: string) => void;
  preview?: (row: Row) => void;
  menu?: (row: Row) => RowMenuItem[];
}

/** A row that stands for a group of rows, which it opens and closes. */
export interface GroupHead {
  label: ReactNode;
  name: string;
  count: number;
  open: boolean;
  /** What the columns say of the whole group, such as an average. */
  cells: Record<string, ReactNode>;
}

export interface Grouping<Row> {
  of: (row: Row) => GroupHead | null;
  onToggle: (row: Row) => void;
}

export interface Selection {
  count: number;
  /** Whether every row is selected, those not loaded among them. */
  all: boolean;
  has: (id: string) => boolean;
  onToggle: (id: string) => void;
  /** Selects several, such as those between two clicks. */
  onMany: (ids: string[]) => void;
  onAll: (on: boolean) => void;
}

export interface ColumnLayout {
  widths: Record<string, number>;
  /** How many columns stay in place, from the first. */
  pins: number;
  onResize: (id: string, width: number) => void;
  onMove: (id: string, before: string) => void;
  /** Moves a column one place, by keyboard. */
  onStep: (id: string, by: -1 | 1) => void;
}

export const SELECT_WIDTH = 40;
export const MENU_WIDTH = 48;
export const MIN_WIDTH = 64;
export const MAX_WIDTH = 2000;
