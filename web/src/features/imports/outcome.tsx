import { SegmentedControl } from '@mantine/core';
import { IconFileOff } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportDocument, ImportRun } from '@/api/contract';
import { DataTable } from '@/ui/data-table/data-table';
import { Empty } from '@/ui/empty';
import { Failure } from '@/ui/failure';
import { type DocumentResult, importDocumentsQuery } from './actions';
import { documentColumns } from './document-columns';
import classes from './imports.module.css';
import { PlanTable } from './plan-table';
import { type ImportSearch, RESULTS } from './status';

interface OutcomeProps {
  run: ImportRun;
  show: ImportSearch['show'];
  onShow: (show: ImportSearch['show']) => void;
}

/** What became of the documents; for a dry run or what is held back, also what would be written. */
export function Outcome({ run, show = run.plan ? 'plan' : 'all', onShow }: OutcomeProps) {
  const { t } = useTranslation();
  const results = RESULTS.filter((each) => each !== 'skipped' || run.origin.type !== 'table');
  const choices = run.plan ? (['plan', 'all', ...results] as const) : (['all', ...results] as const);
  return (
    <>
      <div className={classes.bar}>
        <SegmentedControl
          aria-label={t('imports.show')}
          value={show}
          onChange={(next) => onShow(next as ImportSearch['show'])}
          data={choices.map((value) => ({ value, label: labelOf(t, run, value) }))}
        />
      </div>
      {show === 'plan' && run.plan ? (
        <PlanTable plan={run.plan} />
      ) : (
        <Documents run={run} result={RESULTS.find((each) => each === show)} />
      )}
    </>
  );
}

function labelOf(t: TFunction, run: ImportRun, value: 'plan' | 'all' | DocumentResult): string {
  return value === 'all' && run.origin.type === 'table' ? t('imports.results.rows') : t(`imports.results.${value}`);
}

function Documents({ run, result }: { run: ImportRun; result: DocumentResult | undefined }) {
  const { t } = useTranslation();
  const query = useInfiniteQuery(importDocumentsQuery(run.id, result));
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.documents) ?? [], [query.data]);
  const columns = useMemo(() => documentColumns(t), [t]);
  const onMore = useCallback(() => void query.fetchNextPage(), [query.fetchNextPage]);
  const total = result ? run.counts[result] : RESULTS.reduce((sum, each) => sum + run.counts[each], 0);
  if (query.error && rows.length === 0) return <Failure error={query.error} onRetry={() => void query.refetch()} />;
  return (
    <DataTable<ImportDocument>
      label={t('imports.documents')}
      columns={columns}
      rows={rows}
      total={Math.max(total, rows.length)}
      rowId={(row) => `${row.file}#${row.index}`}
      rowName={(row) => row.ref ?? row.file}
      fetching={query.isFetching}
      hasMore={query.hasNextPage}
      onMore={onMore}
      resetKey={result ?? 'all'}
      empty={
        query.isSuccess && <Empty icon={<IconFileOff size={28} stroke={1.5} />} title={t('imports.noDocuments')} />
      }
    />
  );
}
