import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { EntityLink, pagesQuery } from '@/features/entities/public';
import { nameOf, usersQuery } from '@/features/identity/public';
import { formatList, humanize } from '@/lib/format';
import { Badge } from '@/ui/badge';
import { Empty } from '@/ui/empty';
import { Failure } from '@/ui/failure';
import { Skeleton } from '@/ui/skeleton';
import { Time } from '@/ui/time';
import type { Tone } from '@/ui/tone';
import { type RecentChange, recentQuery } from './api';
import classes from './home.module.css';

const TONES: Record<RecentChange['op'], Tone> = { created: 'ok', updated: 'info', deleted: 'bad' };

/** What happened to the catalog last: which entity, what was done, by whom. */
export function RecentlyChanged() {
  return <Changes mine={false} />;
}

/** The same of what the person's teams own. */
export function TeamChanges() {
  return <Changes mine />;
}

function Changes({ mine }: { mine: boolean }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(recentQuery(mine));
  if (error) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton kind="lines" rows={8} />;
  if (data.length === 0) {
    return <Empty title={t('home.nothingYet')} text={t(mine ? 'home.noTeamChanges' : 'home.nothingYetText')} />;
  }
  return (
    <ul className={classes.recent}>
      {data.map((change) => (
        <Line key={change.key} change={change} />
      ))}
    </ul>
  );
}

function Line({ change }: { change: RecentChange }) {
  const { t } = useTranslation();
  const { op, blueprint, identifier, title, changed, actor, at } = change;
  const page = useQuery(pagesQuery).data?.find((each) => each.blueprint === blueprint);
  const user = useQuery(usersQuery).data?.find((each) => each.id === actor.id);
  const by = user ? nameOf(user) : t(`home.actor.${actor.type === 'machine' ? 'machine' : 'system'}`);
  const what = formatList([...new Set(changed.map((path) => humanize(path.split('.').at(-1) ?? path)))].slice(0, 3));
  return (
    <li>
      {op === 'deleted' ? (
        <span className="truncate muted">{title || identifier}</span>
      ) : (
        <EntityLink blueprint={blueprint} identifier={identifier} title={title} icon={page?.icon} />
      )}
      <span className="faint small truncate">{page?.title ?? humanize(blueprint)}</span>
      <span className="grow" />
      <span className={classes.what}>{what}</span>
      <Badge tone={TONES[op]}>{t(`entity.change.${op}`)}</Badge>
      <span className={classes.by}>{by}</span>
      <span className={classes.when}>
        <Time at={at} />
      </span>
    </li>
  );
}
