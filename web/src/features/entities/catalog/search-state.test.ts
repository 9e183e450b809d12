import { afterEach, describe, expect, it } from 'vitest';
import { setDense } from '@/lib/density';
import {
  differences,
  overlay,
  parseCatalogSearch,
  readSort,
  readWidths,
  toggleSort,
  writeSort,
  writeWidths,
} from './search-state';

describe('the address of a table', () => {
  it('keeps what makes sense and drops the rest', () => {
    const search = {
      q: 'pay',
      f: [{ on: 'a', op: 'any', v: ['b'] }, 'x'],
      dense: 'true',
      cols: 7,
      evil: '<script>',
      w: {},
    };
    expect(parseCatalogSearch(search)).toEqual({
      q: 'pay',
      f: [{ on: 'a', op: 'any', v: ['b'] }],
      dense: true,
      cols: '7',
    });
  });

  it('goes round: sort and widths read back as written', () => {
    const sort = [
      { id: '$title', desc: false },
      { id: 'tier', desc: true },
    ];
    expect(readSort(writeSort(sort))).toEqual(sort);
    const widths = { $title: 300, 'rel.system': 120 };
    expect(readWidths(writeWidths(widths))).toEqual(widths);
  });

  it('refuses widths that would break the table', () => {
    expect(readWidths('a:1,b:99999,c:x,d:100,:80')).toEqual({ d: 100 });
  });
});

describe('density', () => {
  afterEach(() => setDense(false));

  it('is as the person prefers where neither the view nor the address says', () => {
    setDense(true);
    expect(overlay({}, {})).toEqual({});
    expect(differences({}, { dense: true })).toEqual({});
    expect(differences({}, { dense: false })).toEqual({ dense: false });
    expect(overlay({}, { dense: false })).toEqual({ dense: false });
  });

  it('is as the view says, whatever the person prefers, until the address says otherwise', () => {
    expect(overlay({ dense: true }, {})).toEqual({ dense: true });
    expect(differences({ dense: true }, { dense: false })).toEqual({ dense: false });
    setDense(true);
    expect(overlay({ dense: false }, {})).toEqual({ dense: false });
  });
});

describe('a click on a heading', () => {
  it('goes from ascending to descending to unsorted', () => {
    const once = toggleSort([], 'a', false);
    const twice = toggleSort(once, 'a', false);
    expect(once).toEqual([{ id: 'a', desc: false }]);
    expect(twice).toEqual([{ id: 'a', desc: true }]);
    expect(toggleSort(twice, 'a', false)).toEqual([]);
  });

  it('replaces the other keys, unless Shift is held', () => {
    const sorted = [{ id: 'a', desc: false }];
    expect(toggleSort(sorted, 'b', false)).toEqual([{ id: 'b', desc: false }]);
    expect(toggleSort(sorted, 'b', true)).toEqual([...sorted, { id: 'b', desc: false }]);
  });
});
