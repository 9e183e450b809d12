import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { IconDevices, IconLogout } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { OpenSession } from '@/api/contract';
import { Badge } from '@/ui/badge';
import { Card } from '@/ui/card';
import { Failure } from '@/ui/failure';
import { Skeleton } from '@/ui/skeleton';
import { Time } from '@/ui/time';
import { toast, toastFailure } from '@/ui/toast';
import { readAgent } from './agent';
import { endSessions, sessionsQuery } from './api';
import classes from './profile.module.css';

/** Where the person is signed in, and signing out elsewhere. */
export function SessionsCard() {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const { data, error, refetch } = useQuery(sessionsQuery);
  const end = useMutation({
    mutationFn: (session: string | undefined) => endSessions(session),
    onSuccess: (count) => {
      void queryClient.invalidateQueries({ queryKey: sessionsQuery.queryKey });
      toast(t('profile.ended', { count }));
    },
    onError: (failure) => toastFailure(failure),
  });
  const others = (data ?? []).some((session) => !session.current);
  return (
    <Card
      flush
      title={t('profile.sessions')}
      action={
        <Button
          size="xs"
          variant="default"
          leftSection={<IconLogout size={14} />}
          disabled={!others}
          loading={end.isPending}
          onClick={() => end.mutate(undefined)}
        >
          {t('profile.endAll')}
        </Button>
      }
    >
      {error && !data && <Failure error={error} onRetry={() => void refetch()} />}
      {!error && !data && <Skeleton kind="lines" rows={3} />}
      <ul className={classes.sessions}>
        {data?.map((session) => (
          <SessionLine key={session.id} session={session} onEnd={() => end.mutate(session.id)} />
        ))}
      </ul>
    </Card>
  );
}

function SessionLine({ session, onEnd }: { session: OpenSession; onEnd: () => void }) {
  const { t } = useTranslation();
  const read = session.agent ? readAgent(session.agent) : null;
  const agent = read ? t('profile.agent', read) : (session.agent ?? t('profile.unknownAgent'));
  const label = t('profile.endOne', { agent });
  return (
    <li>
      <IconDevices size={17} stroke={1.6} aria-hidden />
      <div className="grow">
        <p className={classes.agent} title={session.agent ?? undefined}>
          {agent} {session.current && <Badge tone="ok">{t('profile.thisSession')}</Badge>}
        </p>
        <p className="faint small">
          {session.address} · {t('profile.signIn')} <Time at={session.createdAt} /> · {t('profile.seen')}{' '}
          <Time at={session.seenAt} />
        </p>
      </div>
      {!session.current && (
        <Tooltip label={label}>
          <ActionIcon size={28} aria-label={label} onClick={onEnd}>
            <IconLogout size={15} stroke={1.7} />
          </ActionIcon>
        </Tooltip>
      )}
    </li>
  );
}
