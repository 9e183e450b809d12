import { useTranslation } from 'react-i18next';
import type { ImportRun } from '@/api/contract';
import { formatNumber } from '@/lib/format';
import classes from './imports.module.css';

const COUNTS = ['accepted', 'rejected', 'skipped', 'created', 'updated', 'unchanged', 'removed'] as const;

/** How many documents and entities came out how. */
export function Counts({ run }: { run: ImportRun }) {
  const { t } = useTranslation();
  const shown = COUNTS.filter((count) => count !== 'skipped' || run.origin.type !== 'table');
  return (
    <dl className={classes.counts}>
      {shown.map((count) => (
        <div key={count} data-bad={(count === 'rejected' && run.counts.rejected > 0) || undefined}>
          <dt>{t(`imports.counts.${count}`)}</dt>
          <dd>{formatNumber(run.counts[count])}</dd>
        </div>
      ))}
    </dl>
  );
}
