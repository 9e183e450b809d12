import type { Board, Column, Row, Widget } from './types';

export const COLUMNS = 12;
export const UNIT = 27;
const LEAST = 2;
const LOWEST = 2 * UNIT;
const HIGHEST = 60 * UNIT;
const USUAL = 10 * UNIT;
const DASHBOARD = 'dashboard-widget';

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export function widgetsIn(value: unknown): Widget[] {
  return Array.isArray(value)
    ? value.filter((each): each is Widget => isObject(each) && typeof each.id === 'string')
    : [];
}

/** The board of a page: its only dashboard, or else all its widgets one below the other. */
export function boardOf(widgets: unknown): Board {
  const listed = widgetsIn(widgets);
  const [only] = listed;
  if (listed.length === 1 && only?.type === DASHBOARD) return boardIn(only);
  return { rows: listed.map(({ id }) => ({ height: USUAL, columns: [{ id, size: COLUMNS }] })), widgets: listed };
}

/** The board that a dashboard widget lays out. Places of no widget are left out, widgets without a place follow. */
export function boardIn(widget: Widget): Board {
  const widgets = widgetsIn(widget.widgets);
  const left = new Set(widgets.map(({ id }) => id));
  const rows = (Array.isArray(widget.layout) ? widget.layout : []).flatMap((row): Row[] => {
    if (!isObject(row) || !Array.isArray(row.columns)) return [];
    const columns = row.columns.filter(
      (column): column is Column => isObject(column) && left.delete(String(column.id)),
    );
    if (columns.length === 0) return [];
    return [
      { height: heightOf(row.height), columns: fitted(columns.map(({ id, size }) => ({ id, size: sizeOf(size) }))) },
    ];
  });
  return { rows: [...rows, ...[...left].map((id) => ({ height: USUAL, columns: [{ id, size: COLUMNS }] }))], widgets };
}

/** A widget as the server takes it. */
export type Kept = Record<string, unknown> & { type: string };

/** The widgets of a page with its board written back; what else the dashboard says is kept, in its order. */
export function withBoard(widgets: unknown, { rows, widgets: inner }: Board): Kept[] {
  const listed = widgetsIn(widgets);
  const [only] = listed;
  const old = listed.length === 1 && only?.type === DASHBOARD ? only : { type: DASHBOARD };
  return [{ ...old, layout: rows, widgets: inner }];
}

const heightOf = (value: unknown) => clamp(typeof value === 'number' ? value : USUAL, LOWEST, HIGHEST);
const sizeOf = (value: unknown) => clamp(typeof value === 'number' ? Math.round(value) : COLUMNS, 1, COLUMNS);

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}

/** Columns that fit their row: as they are, or in equal parts. */
function fitted(columns: Column[]): Column[] {
  if (columns.reduce((sum, { size }) => sum + size, 0) <= COLUMNS) return columns;
  const size = Math.floor(COLUMNS / columns.length);
  return columns.map((column, place) =>
    place === 0 ? { ...column, size: COLUMNS - size * (columns.length - 1) } : { ...column, size },
  );
}

interface Place {
  row: number;
  column: number;
}

export function placeOf(rows: Row[], id: string): Place | undefined {
  for (const [row, { columns }] of rows.entries()) {
    const column = columns.findIndex((each) => each.id === id);
    if (column >= 0) return { row, column };
  }
  return undefined;
}

/** The rows without a widget; what stood beside it takes its room. */
function without(rows: Row[], id: string): Row[] {
  return rows.flatMap((row) => {
    const gone = row.columns.find((column) => column.id === id);
    if (!gone) return [row];
    const [first, ...rest] = row.columns.filter((column) => column.id !== id);
    return first ? [{ ...row, columns: [{ ...first, size: first.size + gone.size }, ...rest] }] : [];
  });
}

export type Side = 'left' | 'right' | 'above' | 'below';

/** A widget set beside another one: in its row, or in a row of its own above or below. */
export function placed(board: Board, id: string, by: string, side: Side): Board {
  if (id === by) return board;
  const from = placeOf(board.rows, id);
  const rows = without(board.rows, id);
  const at = placeOf(rows, by);
  if (!at || !from) return board;
  const [row, height] = [rows[at.row], board.rows[from.row]?.height ?? USUAL];
  if (!row || ((side === 'left' || side === 'right') && (row.columns.length + 1) * LEAST > COLUMNS)) return board;
  if (side === 'above' || side === 'below') {
    const own = { height, columns: [{ id, size: COLUMNS }] };
    return { ...board, rows: rows.toSpliced(at.row + (side === 'below' ? 1 : 0), 0, own) };
  }
  const columns = row.columns.toSpliced(at.column + (side === 'right' ? 1 : 0), 0, { id, size: COLUMNS });
  return { ...board, rows: rows.with(at.row, { ...row, columns: equal(columns) }) };
}

function equal(columns: Column[]): Column[] {
  const size = Math.floor(COLUMNS / columns.length);
  const more = COLUMNS - size * columns.length;
  return columns.map((column, place) => ({ ...column, size: size + (place < more ? 1 : 0) }));
}

export type Direction = 'left' | 'right' | 'up' | 'down';

/** A step by keyboard: past its neighbour, or out of its row and into the next. */
export function moved(board: Board, id: string, direction: Direction): Board {
  const at = placeOf(board.rows, id);
  const row = at && board.rows[at.row];
  if (!at || !row) return board;
  if (direction === 'left' || direction === 'right') {
    const to = at.column + (direction === 'left' ? -1 : 1);
    const [self, other] = [row.columns[at.column], row.columns[to]];
    if (!self || !other) return board;
    return {
      ...board,
      rows: board.rows.with(at.row, { ...row, columns: row.columns.with(at.column, other).with(to, self) }),
    };
  }
  const beside = row.columns.find((column) => column.id !== id);
  if (beside) return placed(board, id, beside.id, direction === 'up' ? 'above' : 'below');
  const next = board.rows[at.row + (direction === 'up' ? -1 : 1)]?.columns.at(-1);
  if (!next) return board;
  const joined = placed(board, id, next.id, 'right');
  return joined === board ? placed(board, id, next.id, direction === 'up' ? 'above' : 'below') : joined;
}

/** A widget made wider by so many columns, at the cost of its neighbour, and its row higher by so many units. */
export function resized(board: Board, id: string, wider: number, higher: number): Board {
  const at = placeOf(board.rows, id);
  const row = at && board.rows[at.row];
  if (!at || !row) return board;
  const height = clamp(row.height + higher * UNIT, LOWEST, HIGHEST);
  return { ...board, rows: board.rows.with(at.row, { height, columns: widened(row.columns, at.column, wider) }) };
}

function widened(columns: Column[], place: number, wider: number): Column[] {
  const free = COLUMNS - columns.reduce((sum, { size }) => sum + size, 0);
  const other = place + 1 < columns.length ? place + 1 : place - 1;
  const [self, neighbour] = [columns[place], columns[other]];
  if (!self || wider === 0) return columns;
  const room = free + Math.max(0, (neighbour?.size ?? LEAST) - LEAST);
  const by = clamp(wider, LEAST - self.size, room);
  const resized = columns.with(place, { ...self, size: self.size + by });
  if (!neighbour) return resized;
  return resized.with(other, {
    ...neighbour,
    size: neighbour.size - Math.max(by > 0 ? by - free : by, by > 0 ? 0 : by),
  });
}

/** How many columns and how much height a new widget takes: a figure little, a chart half a row, all else a whole one. */
const ROOM: Record<string, { size: number; height: number }> = {
  'entities-number-chart': { size: 3, height: 5 * UNIT },
  'entities-pie-chart': { size: 6, height: USUAL },
  'bar-chart': { size: 6, height: USUAL },
  'line-chart': { size: 6, height: USUAL },
};

/** With a new widget: beside the last ones, where they are as high and leave room for it; else in a row of its own. */
export function added(board: Board, widget: Widget): Board {
  const { size, height } = ROOM[widget.type] ?? { size: COLUMNS, height: USUAL };
  const column = { id: widget.id, size };
  const last = board.rows.at(-1);
  const taken = last?.columns.reduce((sum, each) => sum + each.size, 0) ?? COLUMNS;
  const rows =
    last && last.height === height && taken + size <= COLUMNS
      ? board.rows.with(-1, { ...last, columns: [...last.columns, column] })
      : [...board.rows, { height, columns: [column] }];
  return { rows, widgets: [...board.widgets, widget] };
}

/** With a widget in a row of its own. */
function below(board: Board, widget: Widget, height = USUAL): Board {
  const row = { height, columns: [{ id: widget.id, size: COLUMNS }] };
  return { rows: [...board.rows, row], widgets: [...board.widgets, widget] };
}

export function removed(board: Board, id: string): Board {
  return { rows: without(board.rows, id), widgets: board.widgets.filter((widget) => widget.id !== id) };
}

export function changed(board: Board, widget: Widget): Board {
  return { ...board, widgets: board.widgets.map((each) => (each.id === widget.id ? widget : each)) };
}

/** A second widget of the same content, to the right of the first where there is room, else below. */
export function duplicated(board: Board, id: string, name: string): Board {
  const widget = board.widgets.find((each) => each.id === id);
  const at = placeOf(board.rows, id);
  if (!widget || !at) return board;
  const copy = { ...widget, id: name };
  const grown = below(board, copy, board.rows[at.row]?.height);
  const beside = placed(grown, name, id, 'right');
  return beside === grown ? placed(grown, name, id, 'below') : beside;
}
