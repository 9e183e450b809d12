import { type Column, type ColumnLayout, MENU_WIDTH, SELECT_WIDTH } from './types';

export interface Geometry {
  /** The grid's columns, as CSS writes them. */
  template: string;
  width: number;
  /** Where each column that stays in place is held, from the left; shorter than the columns. */
  lefts: number[];
}

interface Parts {
  selectable: boolean;
  menu: boolean;
}

/** How high rows are, as the tokens say; where there are no styles, as in tests, as high as usual. */
export function rowHeightOf(dense: boolean): number {
  const token = dense ? '--row-h-compact' : '--row-h-comfortable';
  return Number.parseFloat(getComputedStyle(document.documentElement).getPropertyValue(token)) || 40;
}

/** Where the columns of a table are. The first one always stays in place. */
export function geometryOf<Row>(columns: Column<Row>[], layout: ColumnLayout | undefined, parts: Parts): Geometry {
  const widths = columns.map((column) => layout?.widths[column.id] ?? column.width);
  const before = parts.selectable ? SELECT_WIDTH : 0;
  const lefts: number[] = [];
  let left = before;
  for (const width of widths.slice(0, Math.max(1, layout?.pins ?? 1))) {
    lefts.push(left);
    left += width;
  }
  const tracks = [
    ...(parts.selectable ? [`${SELECT_WIDTH}px`] : []),
    ...widths.map((width) => `${width}px`),
    `minmax(${parts.menu ? MENU_WIDTH : 16}px, 1fr)`,
  ];
  const width = widths.reduce((sum, each) => sum + each, before + MENU_WIDTH);
  return { template: tracks.join(' '), width, lefts };
}

/** How a cell is marked that stays in place: the last such draws the edge, the first has room for the page's. */
export function pinOf(position: number, lefts: number[], selectable: boolean): string | undefined {
  if (position >= lefts.length) return undefined;
  const names = [position === 0 && !selectable ? 'first' : 'held', ...(position === lefts.length - 1 ? ['last'] : [])];
  return names.join(' ');
}
