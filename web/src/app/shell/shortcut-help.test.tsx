import { fireEvent, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { renderIn } from '@/testing/render';
import { DataTable } from '@/ui/data-table/data-table';
import ShortcutHelp, { SHEET } from './shortcut-help-lazy';
import { bindingsOf } from './use-shell-keys';

const PRINTABLE = Array.from({ length: 95 }, (_, at) => String.fromCharCode(32 + at));
const nothing = () => {};

/** Presses a key where it is; whether somebody took it. */
const taken = (target: Element | Document, key: string) => !fireEvent.keyDown(target, { key });

const bound = Object.keys(
  bindingsOf({ openPalette: nothing, openHelp: nothing, toggleSidebar: nothing }, nothing, 'x'),
);
const listed = (place: keyof typeof SHEET) => SHEET[place].flatMap(([, ...ways]) => ways);

describe('the list of shortcuts', () => {
  it('shows every key that the shell binds, and no other', () => {
    const shown = [...listed('everywhere'), ...listed('go')].filter((key) => key.length === 1 || key.startsWith('g '));
    expect(shown.sort()).toEqual(bound.sort());
  });

  it('shows every key that a row of a table takes, and no other', () => {
    const ships = (
      <DataTable
        label="Ships"
        columns={[{ id: 'name', label: 'Name', width: 200, cell: (ship) => ship.name, editor: () => 'editor' }]}
        rows={[{ name: 'Aurora' }]}
        total={1}
        rowId={(ship) => ship.name}
        rowName={(ship) => ship.name}
        actions={{ href: () => '/', go: nothing, preview: nothing, menu: () => [] }}
        selection={{ count: 0, all: false, has: () => false, onToggle: nothing, onMany: nothing, onAll: nothing }}
      />
    );
    let drawn = renderIn(ships);
    const takes = (key: string) => {
      const took = taken(screen.getByRole('link', { name: 'Aurora' }), key);
      if (took) {
        drawn.unmount(); // what the key opened goes with it
        drawn = renderIn(ships);
      }
      return took;
    };
    const shown = listed('table').map((key) => (key === 'Space' ? ' ' : key));
    expect(PRINTABLE.filter(takes).sort()).toEqual(shown.filter((key) => PRINTABLE.includes(key)).sort());
  });

  it('says each of them', () => {
    renderIn(<ShortcutHelp onClose={nothing} />);
    expect(screen.getAllByRole('term').length).toBe(SHEET.everywhere.length + SHEET.go.length + SHEET.table.length);
  });
});
