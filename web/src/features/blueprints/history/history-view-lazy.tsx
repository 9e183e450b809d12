import { Button, Tooltip } from '@mantine/core';
import { IconHistory, IconRestore } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { DefinitionChange } from '@/api/contract';
import { Avatar } from '@/ui/avatar';
import { Badge } from '@/ui/badge';
import { Empty } from '@/ui/empty';
import { Failure } from '@/ui/failure';
import { Skeleton } from '@/ui/skeleton';
import { Time } from '@/ui/time';
import { toastFailure } from '@/ui/toast';
import type { Asked } from '../use-saving';
import { blueprintAt, historyQuery } from './api';
import classes from './history.module.css';
import { leavesOf } from './leaves';
import { Leaves } from './leaves-table';

interface HistoryViewProps {
  identifier: string;
  /** What is saved, as text. */
  text: string;
  dirty: boolean;
  onRestore: (asked: Asked) => void;
}

/** Every change of the blueprint: who, when, what, and the way back. */
export default function HistoryView({ identifier, text, dirty, onRestore }: HistoryViewProps) {
  const { t } = useTranslation();
  const history = useInfiniteQuery(historyQuery(identifier));
  const restore = useMutation({
    mutationFn: (position: string) => blueprintAt(identifier, position, text),
    onSuccess: (then) => onRestore({ ...then, show: true, restores: true }),
    onError: (error) => toastFailure(error),
  });
  const changes = history.data?.pages.flatMap((page) => page.changes) ?? [];
  if (history.error && changes.length === 0) {
    return <Failure error={history.error} onRetry={() => void history.refetch()} />;
  }
  return (
    <div className={classes.wrap}>
      <section className={classes.history} aria-label={t('builder.showHistory')}>
        {history.isPending && <Skeleton kind="lines" rows={6} />}
        {history.isSuccess && changes.length === 0 && (
          <Empty icon={<IconHistory size={28} stroke={1.5} />} title={t('builder.history.empty')} />
        )}
        <ol className={classes.list}>
          {changes.map((change, at) => (
            <Entry
              key={change.position}
              change={change}
              current={at === 0}
              blocked={dirty}
              busy={restore.isPending && restore.variables === change.position}
              onRestore={() => restore.mutate(change.position)}
            />
          ))}
        </ol>
        {history.hasNextPage && (
          <Button variant="default" loading={history.isFetchingNextPage} onClick={() => void history.fetchNextPage()}>
            {t('action.showMore')}
          </Button>
        )}
      </section>
    </div>
  );
}

interface EntryProps {
  change: DefinitionChange;
  current: boolean;
  blocked: boolean;
  busy: boolean;
  onRestore: () => void;
}

function Entry({ change, current, blocked, busy, onRestore }: EntryProps) {
  const { t } = useTranslation();
  const { actor } = change;
  const name = actor.name || actor.id || t('entity.change.unknown');
  return (
    <li className={classes.entry}>
      <Avatar name={name} size={26} square={actor.type !== 'user'} />
      <div className="grow">
        <p className="row wrap">
          <b>{name}</b>
          <Badge tone={change.op === 'created' ? 'ok' : 'info'}>{t(`entity.change.${change.op}`)}</Badge>
          {current && <Badge>{t('builder.history.current')}</Badge>}
        </p>
        <p className={classes.when}>
          <Time at={change.at} />
          {change.source && <span>{t('entity.change.source', { source: change.source })}</span>}
        </p>
        {change.op === 'updated' && <Diff change={change} />}
      </div>
      {!current && (
        <Tooltip label={t('builder.history.dirty')} disabled={!blocked}>
          <Button
            variant="default"
            size="xs"
            data-disabled={blocked || undefined}
            aria-disabled={blocked || undefined}
            loading={busy}
            leftSection={<IconRestore size={14} />}
            onClick={() => !blocked && onRestore()}
          >
            {t('builder.history.restore')}
          </Button>
        </Tooltip>
      )}
    </li>
  );
}

function Diff({ change }: { change: DefinitionChange }) {
  const { t } = useTranslation();
  const parts = change.changed.filter(({ path }) => path !== 'yaml');
  if (parts.length === 0) return <p className="muted small">{t('builder.history.text')}</p>;
  const leaves = parts.flatMap(({ path, before, after }) => leavesOf(path, before, after));
  return <Leaves leaves={leaves} />;
}
