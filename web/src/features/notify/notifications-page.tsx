import { ActionIcon, SegmentedControl, Tooltip } from '@mantine/core';
import { IconBell, IconBellOff, IconEye } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Watch } from '@/api/contract';
import { EntityLink } from '@/features/entities/public';
import { usePage } from '@/lib/page';
import { Badge } from '@/ui/badge';
import { Card } from '@/ui/card';
import { Empty } from '@/ui/empty';
import { EntityIcon } from '@/ui/entity-icon';
import { Failure } from '@/ui/failure';
import { PageHeader } from '@/ui/page-header';
import { Skeleton } from '@/ui/skeleton';
import { watchesQuery } from './api';
import { NotificationList, ReadAllButton } from './notification-list';
import classes from './notify.module.css';
import { useWatch } from './watch-button-lazy';

/** Everything the person is told, and what they watch. */
export function NotificationsPage() {
  const { t } = useTranslation();
  usePage(t('notify.title'));
  const [shown, setShown] = useState('all');
  return (
    <div className="page">
      <PageHeader
        icon={<IconBell size={20} />}
        title={t('notify.title')}
        description={t('notify.pageText')}
        actions={<ReadAllButton />}
      />
      <div className={classes.columns}>
        <Card
          flush
          title={t('notify.latest')}
          icon={<IconBell size={16} />}
          action={
            <SegmentedControl
              aria-label={t('notify.show')}
              value={shown}
              onChange={setShown}
              data={[
                { value: 'all', label: t('notify.all') },
                { value: 'unread', label: t('notify.unread') },
              ]}
            />
          }
        >
          <NotificationList unread={shown === 'unread'} />
        </Card>
        <Card flush title={t('notify.watching')} icon={<IconEye size={16} />}>
          <Watches />
        </Card>
      </div>
    </div>
  );
}

function Watches() {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(watchesQuery);
  if (error) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton kind="lines" rows={4} />;
  if (data.length === 0) return <Empty title={t('notify.watchNone')} text={t('notify.watchNoneText')} />;
  return (
    <ul className={classes.list}>
      {data.map((watch) => (
        <WatchLine key={`${watch.kind} ${watch.blueprint} ${watch.identifier}`} watch={watch} />
      ))}
    </ul>
  );
}

function WatchLine({ watch }: { watch: Watch }) {
  const { t } = useTranslation();
  const { blueprint, identifier, title, icon } = watch;
  const target = blueprint === null ? { blueprint: identifier } : { blueprint, entity: identifier };
  const { pending, toggle } = useWatch(target);
  const label = t('notify.mute', { name: title });
  return (
    <li className={classes.watch}>
      {blueprint === null ? (
        <>
          <EntityIcon icon={icon} blueprint={identifier} size={15} />
          <span className="truncate">{title}</span>
        </>
      ) : (
        <EntityLink blueprint={blueprint} identifier={identifier} title={title} icon={icon} />
      )}
      <Badge tone="mute">{watch.about ?? t('notify.everyEntity')}</Badge>
      <span className="grow" />
      <Tooltip label={label}>
        <ActionIcon size={28} aria-label={label} disabled={pending} onClick={toggle}>
          <IconBellOff size={15} stroke={1.7} />
        </ActionIcon>
      </Tooltip>
    </li>
  );
}
