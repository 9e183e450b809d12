import { lazy, Suspense, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Entity } from '@/api/contract';
import { useMay } from '@/features/identity/public';
import type { Column } from '@/ui/data-table/types';
import { toast } from '@/ui/toast';
import { columnsOf, type Editor } from './columns';
import { canEdit } from './editing';
import type { Catalog } from './use-catalog';

const CellEditor = lazy(() => import('./cell-editor-lazy'));

/** The columns of the table; cells can be edited by whoever may change entities. */
export function useColumns({ shown, blueprint }: Catalog): Column<Entity>[] {
  const { t } = useTranslation();
  const may = useMay();
  const editable = may('update:entities');
  return useMemo(() => {
    const owned = blueprint.ownership?.type === 'Direct';
    const editor: Editor = (entity, field, done) => (
      <Suspense fallback={null}>
        <CellEditor key={field.id} blueprint={blueprint} entity={entity} field={field} done={done} />
      </Suspense>
    );
    const columns = columnsOf(shown, blueprint.icon, (field) =>
      editable && canEdit(field, owned) ? editor : undefined,
    );
    if (!editable) return columns;
    const computed = new Set(shown.filter(({ schema }) => schema?.computed).map(({ id }) => id));
    return columns.map((column) =>
      computed.has(column.id)
        ? { ...column, refuse: () => toast(t('catalog.computedCell', { name: column.label })) }
        : column,
    );
  }, [shown, blueprint, editable, t]);
}
