import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { importsQuery, STATUS_TONES } from '@/features/imports/public';
import { Status } from '@/ui/badge';
import { Failure } from '@/ui/failure';
import { Skeleton } from '@/ui/skeleton';
import { Time } from '@/ui/time';
import classes from './home.module.css';

/** The last imports and how they went. */
export function LatestImports() {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(importsQuery);
  if (error) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton kind="lines" rows={3} />;
  if (data.length === 0) return <p className={classes.none}>{t('imports.none')}</p>;
  return (
    <ul className={classes.imports}>
      {data.slice(0, 4).map((run) => (
        <li key={run.id}>
          <Link className="truncate" to="/imports/$id" params={{ id: run.id }} search={{}}>
            {run.source}
          </Link>
          <span className="grow" />
          <Status tone={STATUS_TONES[run.status]} pulse={run.status === 'running'}>
            {t(`imports.status.${run.status}`)}
          </Status>
          <span className="faint small">
            <Time at={run.createdAt} />
          </span>
        </li>
      ))}
    </ul>
  );
}
