import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { renderIn } from '@/testing/render';
import { DataTable, type DataTableProps } from './data-table';

interface Ship {
  id: string;
  name: string;
}

const SHIPS: Ship[] = Array.from({ length: 500 }, (_, at) => ({ id: `s${at}`, name: `Ship ${at}` }));

function table(change: Partial<DataTableProps<Ship>> = {}) {
  return (
    <DataTable<Ship>
      label="Ships"
      columns={[
        { id: 'name', label: 'Name', width: 200, sortable: true, cell: (ship) => ship.name },
        { id: 'id', label: 'Identifier', width: 100, cell: (ship) => ship.id },
      ]}
      rows={SHIPS}
      total={9000}
      rowId={(ship) => ship.id}
      rowName={(ship) => ship.name}
      {...change}
    />
  );
}

const link = (name: string) => screen.getByRole('link', { name });

describe('a table', () => {
  it('draws only the rows near the screen, and says how many there are', () => {
    renderIn(table());
    expect(screen.getByRole('table', { name: 'Ships' }).getAttribute('aria-rowcount')).toBe('9001');
    expect(screen.getAllByRole('row').length).toBeLessThan(60);
  });

  it('tells which heading was clicked, and whether Shift adds a key', async () => {
    const onSort = vi.fn();
    renderIn(table({ onSort, sort: [{ id: 'name', desc: true }] }));
    const heading = screen.getByRole('columnheader', { name: 'Name' });
    expect(heading.getAttribute('aria-sort')).toBe('descending');
    fireEvent.click(within(heading).getByRole('button'), { shiftKey: true });
    expect(onSort).toHaveBeenCalledWith('name', true);
    expect(within(screen.getByRole('columnheader', { name: 'Identifier' })).queryByRole('button')).toBeNull();
  });

  it('walks the rows with the arrow keys, previews, selects and opens', async () => {
    const [preview, onToggle, go] = [vi.fn(), vi.fn(), vi.fn()];
    renderIn(
      table({
        actions: { href: (ship) => `/e/ship/${ship.id}`, go, preview },
        selection: { count: 0, all: false, has: () => false, onToggle, onMany: vi.fn(), onAll: vi.fn() },
      }),
    );
    const user = userEvent.setup();
    link('Ship 0').focus();
    await user.keyboard('{ArrowDown}');
    await waitFor(() => expect(document.activeElement).toBe(link('Ship 1')));
    await user.keyboard(' x');
    expect(preview).toHaveBeenCalledWith(SHIPS[1]);
    expect(onToggle).toHaveBeenCalledWith('s1');
    await user.keyboard('{Home}{Enter}');
    await waitFor(() => expect(document.activeElement).toBe(link('Ship 0')));
    await user.click(link('Ship 0'));
    expect(go).toHaveBeenLastCalledWith('/e/ship/s0');
  });

  it('leaves a click with Ctrl to the browser, which opens a tab', () => {
    const go = vi.fn();
    renderIn(table({ actions: { href: (ship) => `/e/ship/${ship.id}`, go } }));
    const stop = (event: Event) => event.preventDefault();
    addEventListener('click', stop);
    fireEvent.click(link('Ship 3'), { ctrlKey: true });
    removeEventListener('click', stop);
    expect(go).not.toHaveBeenCalled();
  });

  it('asks for more only when there is more and the end is near', () => {
    const onMore = vi.fn();
    const { rerender } = renderIn(table({ hasMore: true, onMore }));
    expect(onMore).not.toHaveBeenCalled();
    rerender(table({ rows: SHIPS.slice(0, 20), hasMore: true, onMore }));
    expect(onMore).toHaveBeenCalled();
  });

  it('offers the actions of a row in one menu', async () => {
    const onSelect = vi.fn();
    renderIn(table({ actions: { menu: (ship) => [{ label: `Sink ${ship.name}`, onSelect }] } }));
    await userEvent.click(screen.getByRole('button', { name: 'Actions for Ship 2' }));
    await userEvent.click(await screen.findByRole('menuitem', { name: 'Sink Ship 2' }));
    expect(onSelect).toHaveBeenCalledOnce();
  });

  it('says why a cell has no editor when somebody tries to edit it', async () => {
    const refuse = vi.fn();
    const columns = [
      { id: 'name', label: 'Name', width: 200, cell: (ship: Ship) => ship.name },
      { id: 'id', label: 'Identifier', width: 100, cell: (ship: Ship) => ship.id, refuse },
    ];
    renderIn(table({ columns }));
    fireEvent.doubleClick(screen.getByText('Ship 3'));
    expect(refuse).not.toHaveBeenCalled();
    fireEvent.doubleClick(screen.getByText('s3'));
    expect(refuse).toHaveBeenCalledOnce();
    screen.getByText('s4').focus();
    await userEvent.keyboard('e');
    expect(refuse).toHaveBeenCalledTimes(2);
  });

  it('says why it is empty', () => {
    renderIn(table({ rows: [], total: 0, empty: <p>No ships yet</p> }));
    expect(screen.getByText('No ships yet')).toBeTruthy();
  });
});
