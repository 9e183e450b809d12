import { describe, expect, it } from 'vitest';
import { across, arrange, hide, place, reordered, shift } from './layout';

const CARDS = [
  { id: 'a', column: 'main' },
  { id: 'b', column: 'main' },
  { id: 'c', column: 'side' },
] as const;
const START = arrange(CARDS, null);

describe('the cards of Home', () => {
  it('stand where they belong at first', () => {
    expect(START).toEqual({ main: ['a', 'b'], side: ['c'], hidden: [] });
  });

  it('stand where the person put them; new ones last, gone ones nowhere, none twice', () => {
    const kept = { main: ['c', 'gone', 'c'], side: ['c'], hidden: ['a'] };
    expect(arrange(CARDS, kept)).toEqual({ main: ['c', 'b'], side: [], hidden: ['a'] });
  });

  it('stand where a default puts them that names only some', () => {
    expect(arrange(CARDS, { hidden: ['b'] })).toEqual({ main: ['a'], side: ['c'], hidden: ['b'] });
  });

  it('move up and down within their column, and no further', () => {
    expect(shift(START, 'b', -1).main).toEqual(['b', 'a']);
    expect(shift(START, 'a', 1).main).toEqual(['b', 'a']);
    expect(shift(START, 'a', -1)).toBe(START);
    expect(shift(START, 'b', 1)).toBe(START);
  });

  it('move across, and to where they are dropped', () => {
    expect(across(START, 'a')).toEqual({ main: ['b'], side: ['a', 'c'], hidden: [] });
    expect(place(START, 'a', 'side', 1)).toEqual({ main: ['b'], side: ['c', 'a'], hidden: [] });
    expect(place(START, 'a', 'main', 2).main).toEqual(['b', 'a']);
  });

  it('are hidden, and come back', () => {
    const without = hide(START, 'c');
    expect(without).toEqual({ main: ['a', 'b'], side: [], hidden: ['c'] });
    expect(place(without, 'c', 'side', 0)).toEqual(START);
  });
});

it('moves one of a list to another place, and leaves the list alone where there is none', () => {
  const list = ['a', 'b', 'c'];
  expect([reordered(list, 0, 2), reordered(list, 2, 0), reordered(list, 1, 2)]).toEqual([
    ['b', 'c', 'a'],
    ['c', 'a', 'b'],
    ['a', 'c', 'b'],
  ]);
  expect([reordered(list, 0, -1), reordered(list, 2, 3), reordered(list, 1, 1)]).toEqual([list, list, list]);
});
