import { lazy, Suspense, useMemo } from 'react';
import type { Entity } from '@/api/contract';
import { useMay } from '@/features/identity/public';
import type { Column } from '@/ui/data-table/types';
import { columnsOf, type Editor } from './columns';
import { canEdit } from './editing';
import type { Catalog } from './use-catalog';

const CellEditor = lazy(() => import('./cell-editor-lazy'));

/** The columns of the table; cells can be edited by whoever may change entities. */
export function useColumns({ shown, blueprint }: Catalog): Column<Entity>[] {
  const may = useMay();
  const editable = may('update:entities');
  return useMemo(() => {
    const owned = blueprint.ownership?.type === 'Direct';
    const editor: Editor = (entity, field, done) => (
      <Suspense fallback={null}>
        <CellEditor key={field.id} blueprint={blueprint} entity={entity} field={field} done={done} />
      </Suspense>
    );
    return columnsOf(shown, blueprint.icon, (field) => (editable && canEdit(field, owned) ? editor : undefined));
  }, [shown, blueprint, editable]);
}
