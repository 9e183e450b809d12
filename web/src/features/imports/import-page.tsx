import { IconFileImport } from '@tabler/icons-react';
import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportRun } from '@/api/contract';
import { formatDuration } from '@/lib/format';
import { usePage } from '@/lib/page';
import { Badge, Status } from '@/ui/badge';
import { PageHeader } from '@/ui/page-header';
import { Time } from '@/ui/time';
import { importKeys, importQuery } from './api';
import { Counts } from './counts';
import classes from './imports.module.css';
import { Outcome } from './outcome';
import { ProgressLine } from './progress-line';
import { RunActions } from './run-actions';
import { isOver, STATUS_TONES } from './status';

const route = getRouteApi('/app/imports/$id');

/** One import: how far it is, and what became of each document. */
export function ImportPage() {
  const { t } = useTranslation();
  const { id } = route.useParams();
  const { data: run } = useSuspenseQuery(importQuery(id));
  usePage(run.source, [{ label: t('nav.imports'), to: '/imports' }]);
  useRefreshWhenOver(run);
  const { show } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <div className={classes.wrap}>
      <div className={classes.head}>
        <PageHeader
          icon={<IconFileImport size={20} />}
          title={run.source}
          description={<Timing run={run} />}
          aside={
            <>
              <Status tone={STATUS_TONES[run.status]} pulse={run.status === 'running'}>
                {t(`imports.status.${run.status}`)}
              </Status>
              {run.dryRun && <Badge tone="violet">{t('imports.dryRun')}</Badge>}
            </>
          }
          actions={<RunActions run={run} />}
        />
        <ProgressLine run={run} />
        {run.error && (
          <p className={classes.error} role="alert">
            {run.error.message ?? run.error.error}
          </p>
        )}
        {run.status === 'held' && (
          <p className={classes.held} role="status">
            {t('imports.held')}
          </p>
        )}
        <Counts run={run} />
      </div>
      <Outcome run={run} show={show} onShow={(next) => void navigate({ search: { show: next }, replace: true })} />
    </div>
  );
}

function Timing({ run }: { run: ImportRun }) {
  const { t } = useTranslation();
  const took = run.startedAt && run.endedAt ? Date.parse(run.endedAt) - Date.parse(run.startedAt) : null;
  return (
    <span className="row">
      <Time at={run.createdAt} />
      {took !== null && <span>{t('imports.took', { duration: formatDuration(took) })}</span>}
    </span>
  );
}

/** When the import ends, what it wrote and what became of the documents are asked anew. */
function useRefreshWhenOver(run: ImportRun) {
  const queryClient = useQueryClient();
  const over = isOver(run.status);
  useEffect(() => {
    if (!over) return;
    void queryClient.invalidateQueries({ queryKey: [...importKeys.one(run.id), 'documents'] });
    for (const queryKey of [['pages'], ['entities'], ['blueprints']]) void queryClient.invalidateQueries({ queryKey });
  }, [over, run.id, queryClient]);
}
