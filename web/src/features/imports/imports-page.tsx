import { Button, Switch } from '@mantine/core';
import { IconFileImport } from '@tabler/icons-react';
import { useSuspenseInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { ImportRun } from '@/api/contract';
import { usePage } from '@/lib/page';
import { Badge } from '@/ui/badge';
import { Card } from '@/ui/card';
import { Empty } from '@/ui/empty';
import { Time } from '@/ui/time';
import { importHistoryQuery } from './api';
import classes from './imports.module.css';
import { ImportsHeader } from './imports-header';
import { RunStatus } from './run-status';
import { parseHistorySearch } from './status';

const route = getRouteApi('/app/imports');

/** What was imported, and the way to the next import. */
export function ImportsPage() {
  const { t } = useTranslation();
  usePage(t('nav.imports'));
  // Read again: the router also hands on what the route makes nothing of.
  const { previews = false } = parseHistorySearch({ ...route.useSearch() });
  const navigate = route.useNavigate();
  const query = useSuspenseInfiniteQuery(importHistoryQuery(previews));
  const imports = query.data.pages.flatMap((page) => page.imports);
  return (
    <div className="page">
      <ImportsHeader />
      <Card
        flush
        title={t('imports.list')}
        icon={<IconFileImport size={16} />}
        action={
          <Switch
            size="xs"
            label={t('imports.previews')}
            checked={previews}
            onChange={({ currentTarget: { checked } }) =>
              void navigate({ search: checked ? { previews: true } : {}, replace: true })
            }
          />
        }
      >
        {imports.length === 0 ? (
          <Empty title={t('imports.none')} text={t('imports.noneText')} />
        ) : (
          <ul className={classes.list}>
            {imports.map((run) => (
              <ImportLine key={run.id} run={run} />
            ))}
          </ul>
        )}
        {query.hasNextPage && (
          <div className={classes.more}>
            <Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
              {t('imports.more')}
            </Button>
          </div>
        )}
      </Card>
    </div>
  );
}

function ImportLine({ run }: { run: ImportRun }) {
  const { t } = useTranslation();
  return (
    <li>
      <span className={classes.state}>
        <RunStatus run={run} />
      </span>
      <Link className={classes.about} to="/imports/$id" params={{ id: run.id }} search={{}}>
        <b>{run.source}</b>
        <small>{t('imports.summary', { ...run.counts })}</small>
        <small>{run.origin.type === 'table' ? run.origin.name : t(`imports.origin.${run.origin.type}`)}</small>
      </Link>
      {run.dryRun && <Badge tone="violet">{t('imports.dryRun')}</Badge>}
      <span className={classes.when}>
        <Time at={run.createdAt} />
      </span>
    </li>
  );
}
