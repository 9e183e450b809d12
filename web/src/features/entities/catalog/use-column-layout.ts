import { useMemo } from 'react';
import type { ColumnLayout } from '@/ui/data-table/types';
import { moveBefore } from './columns-order';
import { readWidths, writeWidths } from './search-state';
import type { Catalog } from './use-catalog';

/** Where the table's columns are, and how a person changes that; a locked page stays as it is, but for widths. */
export function useColumnLayout({ shown, search, change, open }: Catalog): ColumnLayout {
  return useMemo(() => {
    const ids = shown.map((field) => field.id);
    const widths = readWidths(search.w);
    const set = (cols: string[]) => open && change({ cols: cols.join(',') });
    return {
      widths,
      pins: 1 + (search.pins ?? 0),
      onResize: (id, width) => change({ w: writeWidths({ ...widths, [id]: width }) }),
      onMove: (id, before) => set(moveBefore(ids, id, before)),
      onStep: (id, by) => {
        const at = ids.indexOf(id);
        const other = ids[at + by];
        if (at + by > 0 && other) set(moveBefore(ids, id, other));
      },
    };
  }, [shown, search.w, search.pins, change, open]);
}
