import { ActionIcon, Popover } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconBell } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Skeleton } from '@/ui/skeleton';
import { unreadQuery } from './api';
import classes from './bell.module.css';

const MOST = 99;
const loadPanel = () => import('./panel-lazy');
const Panel = lazy(loadPanel);

/** The bell of the top bar: how much is unread, and the latest of it. */
export default function Bell() {
  const { t } = useTranslation();
  const [opened, { toggle, close }] = useDisclosure(false);
  const { data: unread = 0 } = useQuery(unreadQuery);
  return (
    <Popover opened={opened} onChange={(open) => !open && close()} position="bottom-end" width={400} trapFocus>
      <Popover.Target>
        <ActionIcon
          className={classes.bell}
          aria-label={t('notify.bell', { count: unread })}
          onClick={toggle}
          onPointerEnter={() => void loadPanel()}
        >
          <IconBell size={18} stroke={1.6} />
          {unread > 0 && (
            <span className={classes.count} aria-hidden>
              {unread > MOST ? `${MOST}+` : unread}
            </span>
          )}
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown p={0} aria-label={t('notify.title')}>
        <Suspense fallback={<Skeleton kind="lines" rows={5} />}>
          <Panel onClose={close} />
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  );
}
