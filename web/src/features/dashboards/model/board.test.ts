import { expect, it } from 'vitest';
import { added, boardOf, duplicated, moved, placed, removed, resized, UNIT, withBoard } from './board';
import type { Board } from './types';

const widget = (id: string) => ({ id, type: 'markdown' });
const board = (...rows: [string, number][][]): Board => ({
  rows: rows.map((columns) => ({ height: 270, columns: columns.map(([id, size]) => ({ id, size })) })),
  widgets: rows.flat().map(([id]) => widget(id)),
});
const shown = ({ rows }: Board) => rows.map(({ columns }) => columns.map(({ id, size }) => `${id}${size}`).join(' '));

const DASHBOARD = {
  type: 'dashboard-widget',
  zeta: 1,
  layout: [
    {
      height: 400,
      columns: [
        { id: 'a', size: 8 },
        { id: 'gone', size: 4 },
      ],
    },
    { height: 10, columns: 'bad' },
  ],
  widgets: [{ ...widget('a'), own: [1] }, widget('b')],
  id: 'd',
};

it('reads a shipped dashboard: places of no widget are left out, widgets without a place follow', () => {
  const read = boardOf([DASHBOARD]);
  expect(shown(read)).toEqual(['a8', 'b12']);
  expect(read.rows[0]?.height).toBe(400);
});

it('reads pages of any form without failing', () => {
  expect(boardOf(undefined).widgets).toEqual([]);
  expect(boardOf([null, 3, { type: 'x' }]).widgets).toEqual([]);
  expect(shown(boardOf([widget('a'), widget('b')]))).toEqual(['a12', 'b12']);
  expect(
    shown(
      boardOf([
        {
          ...DASHBOARD,
          layout: [
            {
              height: 1e9,
              columns: [
                { id: 'a', size: 99 },
                { id: 'b', size: 9 },
              ],
            },
          ],
        },
      ]),
    ),
  ).toEqual(['a6 b6']);
});

it('writes back what it did not understand, in its order', () => {
  const [written] = withBoard([DASHBOARD], boardOf([DASHBOARD]));
  expect(Object.keys(written ?? {})).toEqual(['type', 'zeta', 'layout', 'widgets', 'id']);
  expect(written?.widgets).toEqual(DASHBOARD.widgets);
});

it('sets a widget beside another, and gives its old room to its neighbour', () => {
  const start = board(
    [
      ['a', 8],
      ['b', 4],
    ],
    [['c', 12]],
  );
  expect(shown(placed(start, 'c', 'a', 'left'))).toEqual(['c4 a4 b4']);
  expect(shown(placed(start, 'b', 'c', 'below'))).toEqual(['a12', 'c12', 'b12']);
  expect(placed(start, 'a', 'a', 'left')).toBe(start);
  const full = board(
    [
      ['a', 2],
      ['b', 2],
      ['c', 2],
      ['d', 2],
      ['e', 2],
      ['f', 2],
    ],
    [['g', 12]],
  );
  expect(placed(full, 'g', 'a', 'left')).toBe(full);
});

it('steps by keyboard: past neighbours, out of its row, and into the next', () => {
  let now = board(
    [
      ['a', 6],
      ['b', 6],
    ],
    [['c', 12]],
  );
  now = moved(now, 'a', 'right');
  expect(shown(now)).toEqual(['b6 a6', 'c12']);
  now = moved(now, 'a', 'down');
  expect(shown(now)).toEqual(['b12', 'a12', 'c12']);
  now = moved(now, 'a', 'down');
  expect(shown(now)).toEqual(['b12', 'c6 a6']);
  expect(moved(now, 'b', 'up')).toBe(now);
  expect(moved(now, 'b', 'left')).toBe(now);
});

it('resizes at the cost of the neighbour, never below two columns or over twelve', () => {
  const start = board([
    ['a', 6],
    ['b', 6],
  ]);
  expect(shown(resized(start, 'a', 1, 0))).toEqual(['a7 b5']);
  expect(shown(resized(start, 'a', 99, 0))).toEqual(['a10 b2']);
  expect(shown(resized(start, 'a', -99, 0))).toEqual(['a2 b10']);
  expect(shown(resized(start, 'b', 1, 0))).toEqual(['a5 b7']);
  expect(shown(resized(board([['a', 12]]), 'a', -3, 0))).toEqual(['a9']);
  expect(
    shown(
      resized(
        board([
          ['a', 4],
          ['b', 4],
        ]),
        'a',
        6,
        0,
      ),
    ),
  ).toEqual(['a10 b2']);
  expect(resized(start, 'a', 0, 2).rows[0]?.height).toBe(270 + 2 * UNIT);
  expect(resized(start, 'a', 0, -99).rows[0]?.height).toBe(2 * UNIT);
});

it('duplicates beside, and removes with the place', () => {
  const twice = duplicated(board([['a', 12]]), 'a', 'b');
  expect(shown(twice)).toEqual(['a6 b6']);
  expect(shown(removed(twice, 'a'))).toEqual(['b12']);
  expect(removed(twice, 'a').widgets.map(({ id }) => id)).toEqual(['b']);
});

it('gives a new widget the room of its type, beside others of the kind while there is any', () => {
  const number = (id: string) => ({ id, type: 'entities-number-chart' });
  let now = added({ rows: [], widgets: [] }, number('a'));
  expect(now.rows).toEqual([{ height: 5 * UNIT, columns: [{ id: 'a', size: 3 }] }]);
  for (const id of ['b', 'c', 'd', 'e']) now = added(now, number(id));
  expect(shown(now)).toEqual(['a3 b3 c3 d3', 'e3']);
  now = added(added(now, { id: 'p', type: 'entities-pie-chart' }), widget('m'));
  expect(shown(now)).toEqual(['a3 b3 c3 d3', 'e3', 'p6', 'm12']);
});
