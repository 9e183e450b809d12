import { Progress } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ImportRun } from '@/api/contract';
import classes from './imports.module.css';
import { isOver } from './status';

/** How far an import is, while it is under way. */
export function ProgressLine({ run }: { run: ImportRun }) {
  const { t } = useTranslation();
  const { done, total } = run.progress;
  if (isOver(run.status)) return null;
  const percent = total > 0 ? (done / total) * 100 : 0;
  return (
    <div className={classes.progress}>
      <Progress.Root size={6} radius={3}>
        <Progress.Section value={percent} color="var(--info-dot)" aria-label={t('imports.progressLabel')} />
      </Progress.Root>
      <span className="figures small">{t('imports.progress', { done, total })}</span>
    </div>
  );
}
