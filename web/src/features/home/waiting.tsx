import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { ImportRun } from '@/api/contract';
import { importsQuery } from '@/features/imports/public';
import { Avatar } from '@/ui/avatar';
import { Failure } from '@/ui/failure';
import { Skeleton } from '@/ui/skeleton';
import { Time } from '@/ui/time';
import classes from './home.module.css';

/** The imports that hold removals back: the latest of its source each, for a later one settled it. */
export function waitingOf(runs: readonly ImportRun[]): ImportRun[] {
  const sources = new Set<string>();
  return runs.filter((run) => {
    if (run.dryRun || sources.has(run.source)) return false;
    sources.add(run.source);
    return run.status === 'held';
  });
}

/** What waits for a decision of the person. */
export function Waiting() {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(importsQuery);
  if (error) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton kind="lines" rows={1} />;
  const waiting = waitingOf(data);
  if (waiting.length === 0) return <p className={classes.none}>{t('home.noWaiting')}</p>;
  return (
    <ul className={classes.waiting}>
      {waiting.map((run) => (
        <li key={run.id}>
          <Avatar name={run.source} size={30} square />
          <div className="grow">
            <b className="truncate">{t('home.held', { source: run.source })}</b>
            <p className="muted small">{t('home.heldText')}</p>
          </div>
          <span className={classes.when}>
            <Time at={run.createdAt} />
          </span>
          <Button size="xs" renderRoot={(props) => <Link {...props} to="/imports/$id" params={{ id: run.id }} />}>
            {t('home.review')}
          </Button>
        </li>
      ))}
    </ul>
  );
}
