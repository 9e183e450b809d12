import { Button, Select, TextInput } from '@mantine/core';
import { IconRestore, IconSearch, IconTrash, IconTrashOff } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { lazy, Suspense, useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '@/features/identity/public';
import { usePage } from '@/lib/page';
import { DataTable } from '@/ui/data-table/data-table';
import type { RowMenuItem } from '@/ui/data-table/types';
import { Empty } from '@/ui/empty';
import { Failure } from '@/ui/failure';
import { PageHeader } from '@/ui/page-header';
import { toast, toastFailure } from '@/ui/toast';
import './texts';
import { type BinItem, type BinKind, binQuery, refreshRestored, restoreMany } from './api';
import classes from './bin.module.css';
import { binColumns, nameOf } from './columns';
import { type BinSearch, KINDS } from './search';

const route = getRouteApi('/app/bin');
const ItemDialog = lazy(() => import('./item-dialog-lazy'));
const EraseDialog = lazy(() => import('./erase-dialog-lazy'));
const MOST = 100;

/** What was deleted and can be brought back. */
export function BinPage() {
  const { t } = useTranslation();
  usePage(t('nav.bin'));
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const set = useCallback(
    (part: BinSearch) => void navigate({ search: (old) => ({ ...old, ...part }), replace: true }),
    [navigate],
  );
  const { q = '', kind } = search;
  const query = useInfiniteQuery(binQuery({ q, kind }));
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [erasing, setErasing] = useState<BinItem | null>(null);
  const actions = useRowActions(set, setErasing);
  const columns = useMemo(() => binColumns(t), [t]);
  const onMore = useCallback(() => void query.fetchNextPage(), [query.fetchNextPage]);
  const filtered = q !== '' || kind !== undefined;
  return (
    <div className={classes.wrap}>
      <div className={classes.head}>
        <PageHeader
          icon={<IconTrash size={20} />}
          title={t('nav.bin')}
          description={t('bin.text')}
          actions={<RestoreSelected ids={[...selected]} onDone={() => setSelected(new Set())} />}
        />
      </div>
      <FilterBar q={q} kind={kind} onChange={set} />
      {query.error && rows.length === 0 ? (
        <Failure error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <DataTable<BinItem>
          label={t('bin.table')}
          columns={columns}
          rows={rows}
          total={rows.length}
          rowId={({ id }) => id}
          rowName={({ first }) => nameOf(first)}
          actions={actions}
          selection={{
            count: selected.size,
            all: rows.length > 0 && selected.size === rows.length,
            has: (id) => selected.has(id),
            onToggle: (id) => setSelected((old) => toggled(old, id)),
            onMany: (ids) => setSelected((old) => new Set([...old, ...ids].slice(0, MOST))),
            onAll: (on) => setSelected(new Set(on ? rows.slice(0, MOST).map(({ id }) => id) : [])),
          }}
          fetching={query.isFetching}
          hasMore={query.hasNextPage}
          onMore={onMore}
          resetKey={`${q} ${kind}`}
          empty={
            query.isSuccess && <Nothing filtered={filtered} onClear={() => set({ q: undefined, kind: undefined })} />
          }
        />
      )}
      <Suspense>
        {search.item && <ItemDialog id={search.item} onClose={() => set({ item: undefined })} />}
        {erasing && <EraseDialog item={erasing} onClose={() => setErasing(null)} />}
      </Suspense>
    </div>
  );
}

function toggled(old: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(old);
  if (!next.delete(id)) next.add(id);
  return next;
}

function useRowActions(set: (part: BinSearch) => void, erase: (item: BinItem) => void) {
  const { t } = useTranslation();
  const may = useMay();
  return useMemo(
    () => ({
      href: ({ id }: BinItem) => `/bin?item=${id}`,
      go: (href: string) => set({ item: href.slice(href.indexOf('=') + 1) }),
      preview: ({ id }: BinItem) => set({ item: id }),
      menu: (item: BinItem): RowMenuItem[] => [
        { label: t('bin.look'), icon: <IconRestore size={15} />, onSelect: () => set({ item: item.id }) },
        ...(may('delete:bin')
          ? [
              {
                label: t('bin.erase.action'),
                icon: <IconTrashOff size={15} />,
                danger: true,
                onSelect: () => erase(item),
              },
            ]
          : []),
      ],
    }),
    [t, may, set, erase],
  );
}

function FilterBar({
  q,
  kind,
  onChange,
}: {
  q: string;
  kind: BinKind | undefined;
  onChange: (part: BinSearch) => void;
}) {
  const { t } = useTranslation();
  return (
    <div className={classes.bar}>
      <TextInput
        className={classes.search}
        aria-label={t('bin.search')}
        placeholder={t('bin.search')}
        leftSection={<IconSearch size={15} aria-hidden />}
        data-page-search
        value={q}
        onChange={(event) => onChange({ q: event.currentTarget.value || undefined })}
      />
      <Select
        aria-label={t('bin.column.kind')}
        placeholder={t('bin.anyKind')}
        clearable
        clearButtonProps={{ 'aria-label': t('action.clear') }}
        data={KINDS.map((value) => ({ value, label: t(`bin.kind.${value}`) }))}
        value={kind ?? null}
        onChange={(value) => onChange({ kind: KINDS.find((each) => each === value) })}
      />
    </div>
  );
}

function Nothing({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  const { t } = useTranslation();
  if (!filtered)
    return <Empty icon={<IconTrash size={28} stroke={1.5} />} title={t('bin.empty')} text={t('bin.emptyText')} />;
  return (
    <Empty
      title={t('bin.nothing')}
      action={
        <Button variant="default" onClick={onClear}>
          {t('bin.clear')}
        </Button>
      }
    />
  );
}

function RestoreSelected({ ids, onDone }: { ids: string[]; onDone: () => void }) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const restoring = useMutation({
    mutationFn: () => restoreMany(ids),
    onSuccess: async (left) => {
      onDone();
      await refreshRestored(queryClient);
      const [first] = left;
      if (first) toastFailure(new Error(first.message ?? first.id), t('bin.someLeft', { count: left.length }));
      if (left.length < ids.length) toast(t('bin.deletionsRestored', { count: ids.length - left.length }));
    },
    onError: (error) => toastFailure(error, t('bin.failed')),
  });
  const may = useMay();
  if (!may('create:entities') || ids.length === 0) return null;
  return (
    <Button leftSection={<IconRestore size={15} />} loading={restoring.isPending} onClick={() => restoring.mutate()}>
      {t('bin.restoreSelected', { count: ids.length })}
    </Button>
  );
}
