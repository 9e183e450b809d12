import type { TFunction } from 'i18next';
import type { ImportDocument } from '@/api/contract';
import { formatNumber } from '@/lib/format';
import { Status } from '@/ui/badge';
import type { Column } from '@/ui/data-table/types';
import { RESULT_TONES } from './status';

/** The table of an import's documents. */
export function documentColumns(t: TFunction): Column<ImportDocument>[] {
  return [
    {
      id: 'file',
      label: t('imports.column.file'),
      width: 340,
      cell: (row) => (
        <code className="truncate" title={row.file}>
          {row.line === null ? row.file : t('imports.at', { file: row.file, line: row.line })}
        </code>
      ),
    },
    {
      id: 'result',
      label: t('imports.column.result'),
      width: 120,
      cell: (row) => <Status tone={RESULT_TONES[row.result]}>{t(`imports.results.${row.result}`)}</Status>,
    },
    {
      id: 'ref',
      label: t('imports.column.ref'),
      width: 280,
      cell: (row) => (
        <code className="truncate" title={row.ref ?? undefined}>
          {row.ref ?? ''}
        </code>
      ),
    },
    {
      id: 'reason',
      label: t('imports.column.reason'),
      width: 440,
      cell: (row) => {
        const text = [row.reason, ...(row.warnings ?? [])].filter(Boolean).join(' · ');
        return (
          <span className="truncate muted" title={text}>
            {text}
          </span>
        );
      },
    },
    {
      id: 'relations',
      label: t('imports.column.relations'),
      width: 100,
      numeric: true,
      cell: (row) => formatNumber(row.relations.length),
    },
  ];
}
