import { ActionIcon, Button } from '@mantine/core';
import { IconDatabaseImport, IconTrash } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportSource } from '@/api/contract';
import { pagesQuery } from '@/features/entities/public';
import { useMay } from '@/features/identity/public';
import { formatNumber } from '@/lib/format';
import { usePage } from '@/lib/page';
import { Status } from '@/ui/badge';
import { Card } from '@/ui/card';
import { Empty } from '@/ui/empty';
import { Failure } from '@/ui/failure';
import { Skeleton } from '@/ui/skeleton';
import { Time } from '@/ui/time';
import { sourcesQuery } from './actions';
import classes from './imports.module.css';
import { ImportsHeader } from './imports-header';
import { STATUS_TONES } from './status';

const RemoveSourceDialog = lazy(() => import('./remove-source-dialog-lazy'));

/** What each source owns, how its last import went, and the way to take it back. */
export function SourcesPage() {
  const { t } = useTranslation();
  usePage(t('imports.tab.sources'), [{ label: t('nav.imports'), to: '/imports' }]);
  const query = useInfiniteQuery(sourcesQuery);
  const [removing, setRemoving] = useState<ImportSource | null>(null);
  const sources = query.data?.pages.flatMap((page) => page.sources) ?? [];
  return (
    <div className="page">
      <ImportsHeader />
      <Card flush title={t('imports.tab.sources')} icon={<IconDatabaseImport size={16} />}>
        {query.isPending && <Skeleton kind="lines" rows={4} />}
        {query.error && <Failure error={query.error} onRetry={() => void query.refetch()} />}
        {query.isSuccess && sources.length === 0 && (
          <Empty title={t('imports.source.none')} text={t('imports.source.noneText')} />
        )}
        <ul className={classes.list}>
          {sources.map((source) => (
            <SourceLine key={source.name} source={source} onRemove={() => setRemoving(source)} />
          ))}
        </ul>
        {query.hasNextPage && (
          <div className={classes.more}>
            <Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
              {t('imports.source.more')}
            </Button>
          </div>
        )}
      </Card>
      <Suspense>{removing && <RemoveSourceDialog source={removing} onClose={() => setRemoving(null)} />}</Suspense>
    </div>
  );
}

function SourceLine({ source, onRemove }: { source: ImportSource; onRemove: () => void }) {
  const { t } = useTranslation();
  const may = useMay();
  const { name, owns, last } = source;
  return (
    <li>
      <span className="grow">
        <b>{name}</b>
        <small>{t('imports.source.documents', { count: source.documents })}</small>
      </span>
      <span className={classes.owns}>
        {owns.map((each) => (
          <Owned key={each.blueprint} blueprint={each.blueprint} entities={each.entities} />
        ))}
      </span>
      {last && (
        <Link className={classes.last} to="/imports/$id" params={{ id: last.id }} search={{}}>
          <Status tone={STATUS_TONES[last.status]}>{t(`imports.status.${last.status}`)}</Status>
          <span className="faint small">
            <Time at={last.at} />
          </span>
        </Link>
      )}
      {may('delete:imports') && (
        <ActionIcon aria-label={t('imports.source.remove', { name })} onClick={onRemove}>
          <IconTrash size={16} />
        </ActionIcon>
      )}
    </li>
  );
}

function Owned({ blueprint, entities }: { blueprint: string; entities: number }) {
  const { data: pages } = useQuery(pagesQuery);
  const page = pages?.find((each) => each.blueprint === blueprint);
  const told = (
    <>
      <code>{blueprint}</code> {formatNumber(entities)}
    </>
  );
  return page ? (
    <Link to="/catalog/$page" params={{ page: page.identifier }} search={{}}>
      {told}
    </Link>
  ) : (
    <span>{told}</span>
  );
}
