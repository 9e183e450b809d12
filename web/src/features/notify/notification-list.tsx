import { Button } from '@mantine/core';
import { IconBell, IconChecks } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Empty } from '@/ui/empty';
import { Failure } from '@/ui/failure';
import { Skeleton } from '@/ui/skeleton';
import { toastFailure } from '@/ui/toast';
import { notificationsQuery, onNotice, readAll, unreadQuery } from './api';
import { NotificationItem } from './notification-item';
import classes from './notify.module.css';

interface ListProps {
  unread?: boolean;
  /** Told when one is opened. */
  onOpen?: () => void;
}

/** Notifications, the last first, page by page. */
export function NotificationList({ unread = false, onOpen }: ListProps) {
  const { t } = useTranslation();
  const list = useInfiniteQuery(notificationsQuery(unread));
  if (list.error && !list.data) return <Failure error={list.error} onRetry={() => void list.refetch()} />;
  if (!list.data) return <Skeleton kind="lines" rows={5} />;
  const notes = list.data.pages.flatMap((page) => page.notifications);
  if (notes.length === 0) {
    return (
      <Empty
        icon={<IconBell size={26} stroke={1.5} />}
        title={t(unread ? 'notify.allRead' : 'notify.none')}
        text={t('notify.noneText')}
      />
    );
  }
  return (
    <>
      <ul className={classes.list}>
        {notes.map((note) => (
          <NotificationItem key={note.id} note={note} onOpen={onOpen} />
        ))}
      </ul>
      {list.hasNextPage && (
        <p className={classes.more}>
          <Button
            size="xs"
            variant="default"
            loading={list.isFetchingNextPage}
            onClick={() => void list.fetchNextPage()}
          >
            {t('action.showMore')}
          </Button>
        </p>
      )}
    </>
  );
}

/** Marks everything read, while something is not. */
export function ReadAllButton() {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const { data: unread = 0 } = useQuery(unreadQuery);
  const mark = useMutation({
    mutationFn: readAll,
    onSuccess: () => onNotice(queryClient),
    onError: (error) => toastFailure(error),
  });
  return (
    <Button
      size="xs"
      variant="default"
      leftSection={<IconChecks size={14} />}
      disabled={unread === 0}
      loading={mark.isPending}
      onClick={() => mark.mutate()}
    >
      {t('notify.readAll')}
    </Button>
  );
}
