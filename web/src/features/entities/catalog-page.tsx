import { useQueryClient } from '@tanstack/react-query';
import { useRouterState } from '@tanstack/react-router';
import { lazy, Suspense, useCallback, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useWaiting } from '@/lib/held';
import { usePage } from '@/lib/page';
import { markSeen } from '@/lib/seen';
import { DataTable } from '@/ui/data-table/data-table';
import type { Column } from '@/ui/data-table/types';
import { Failure } from '@/ui/failure';
import { NewsPill } from '@/ui/news-pill';
import { entityKeys } from './api';
import classes from './catalog/catalog.module.css';
import { CatalogHeader } from './catalog/catalog-header';
import { groupingOf } from './catalog/group-head';
import { useRowActions } from './catalog/row-actions';
import { type Item, isGroupItem } from './catalog/rows';
import { readSort, toggleSort, writeSort } from './catalog/search-state';
import { StatusBar } from './catalog/status-bar';
import { Toolbar } from './catalog/toolbar';
import { useCatalog } from './catalog/use-catalog';
import { useColumnLayout } from './catalog/use-column-layout';
import { useColumns } from './catalog/use-columns';
import { useExport } from './catalog/use-export';
import { useCatalogRows } from './catalog/use-rows';
import { queryOf, useSelection } from './catalog/use-selection';
import { ViewTabs } from './catalog/view-tabs';
import { listOf, useRecentlyChanged } from './changed';

const BulkBar = lazy(() => import('./catalog/bulk-bar-lazy'));
const NoRows = lazy(() => import('./catalog/no-rows-lazy'));
const PreviewDrawer = lazy(() => import('./catalog/preview-drawer-lazy'));
const BulkDialog = lazy(() => import('./catalog/bulk-dialog-lazy'));
const DeleteDialog = lazy(() => import('./delete-dialog-lazy'));

/** A table of every entity of one blueprint; its whole state is in the address. */
export function CatalogTablePage() {
  const { t } = useTranslation();
  const catalog = useCatalog();
  const { page, blueprint, search, change, open } = catalog;
  usePage(page.title, [{ label: t('nav.catalog') }]);
  useEffect(() => markSeen('catalog'), []);
  const queryClient = useQueryClient();
  const found = useCatalogRows(catalog);
  const changed = useRecentlyChanged(page.blueprint);
  const news = useWaiting(
    listOf(page.blueprint),
    found.rows.length > 0,
    () => void queryClient.invalidateQueries({ queryKey: entityKeys.lists(page.blueprint) }),
  );
  const exporting = useExport(catalog);
  const { selection, chosen } = useSelection(found.place, found.total);
  const [deleting, setDeleting] = useState<string | null>(null);
  const [bulk, setBulk] = useState<'change' | 'delete' | null>(null);
  const { onAll } = selection;
  // What was changed stays selected for what comes next; what was deleted cannot.
  const endBulk = useCallback(() => {
    setBulk(null);
    if (bulk === 'delete') onAll(false);
  }, [bulk, onAll]);
  const columns = useColumns(catalog);
  const grouping = useMemo(() => groupingOf(catalog, columns, t), [catalog, columns, t]);
  const actions = useRowActions(
    catalog,
    useCallback((entity) => setDeleting(entity.identifier), []),
  );
  const sort = useMemo(() => readSort(search.sort), [search.sort]);
  const layout = useColumnLayout(catalog);
  const entry = useRouterState({ select: (state) => state.location.state.__TSR_key ?? '' });
  return (
    <div className={classes.wrap}>
      <CatalogHeader catalog={catalog} exporting={exporting} />
      <ViewTabs catalog={catalog} />
      <Toolbar catalog={catalog} groups={found.groups} />
      <NewsPill count={news.count} onShow={news.show} />
      {found.error && found.rows.length === 0 ? (
        <Failure title={t('catalog.failed')} error={found.error} onRetry={found.retry} />
      ) : (
        <DataTable<Item>
          label={t('catalog.tableLabel', { what: page.title })}
          columns={columns as Column<Item>[]}
          rows={found.rows}
          total={found.total}
          rowId={idOf}
          rowName={nameOf}
          actions={actions}
          selection={selection}
          grouping={grouping}
          layout={layout}
          sort={sort}
          onSort={open ? (id, add) => change({ sort: writeSort(toggleSort(sort, id, add)) }) : undefined}
          dense={search.dense}
          fetching={found.fetching}
          onRange={found.onRange}
          changed={changed}
          empty={
            found.lead.isSuccess &&
            !found.lead.isPlaceholderData && (
              <Suspense fallback={null}>
                <NoRows catalog={catalog} />
              </Suspense>
            )
          }
          resetKey={found.place}
          memoryKey={entry}
        />
      )}
      <StatusBar found={found} of={page.count} />
      <Suspense fallback={null}>
        {selection.count > 0 && (
          <BulkBar
            count={selection.count}
            onExport={() => exporting.start('csv', chosen)}
            onEdit={() => setBulk('change')}
            onDelete={() => setBulk('delete')}
            onClear={() => selection.onAll(false)}
          />
        )}
      </Suspense>
      {/* Apart from the bar: while they load, what is pressed there must stay. */}
      <Suspense fallback={null}>
        {search.peek !== undefined && (
          <PreviewDrawer blueprint={blueprint} identifier={search.peek} onClose={() => change({ peek: undefined })} />
        )}
        {bulk && (
          <BulkDialog
            kind={bulk}
            blueprint={blueprint}
            fields={catalog.fields}
            query={queryOf(chosen, catalog.view.query)}
            count={selection.count}
            onClose={() => setBulk(null)}
            onDone={endBulk}
          />
        )}
        {deleting !== null && (
          <DeleteDialog
            blueprint={page.blueprint}
            identifier={deleting}
            onClose={() => setDeleting(null)}
            onDeleted={() => {
              setDeleting(null);
              selection.onAll(false);
            }}
          />
        )}
      </Suspense>
    </div>
  );
}

const idOf = (item: Item) => (isGroupItem(item) ? `group:${item.key}` : item.identifier);
const nameOf = (item: Item) => (isGroupItem(item) ? item.key : item.title || item.identifier);
