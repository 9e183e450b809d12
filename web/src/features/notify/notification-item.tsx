import { ActionIcon, Tooltip } from '@mantine/core';
import { IconBellOff, IconBox, IconCheck, IconFileImport, IconMailOpened } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Notification } from '@/api/contract';
import { formatList, humanize } from '@/lib/format';
import { EntityIcon } from '@/ui/entity-icon';
import { Time } from '@/ui/time';
import { toast, toastFailure } from '@/ui/toast';
import { notifyKeys, onNotice, setRead, setWatch, type WatchTarget } from './api';
import classes from './notify.module.css';

const NAMES = 3;

/** One thing that happened: what to, what, by whom, when; opening it marks it read. */
export function NotificationItem({ note, onOpen }: { note: Notification; onOpen?: () => void }) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const mark = useMutation({
    mutationFn: (read: boolean) => setRead(note.id, read),
    onSuccess: () => onNotice(queryClient),
    onError: (error) => toastFailure(error),
  });
  const open = () => {
    if (!note.read) mark.mutate(true);
    onOpen?.();
  };
  return (
    <li className={classes.item} data-unread={!note.read || undefined}>
      <span className={classes.icon}>
        <SubjectIcon note={note} />
      </span>
      <div className="grow">
        <p className={classes.title}>
          <Subject note={note} onOpen={open} />
          {!note.read && <span className="sr-only">{t('notify.isUnread')}</span>}
        </p>
        <p className={classes.text}>{useSentence(note)}</p>
        <p className={classes.when}>
          <Time at={note.at} />
        </p>
      </div>
      <ReadButton read={note.read} onMark={() => mark.mutate(!note.read)} />
      <MuteButton note={note} />
    </li>
  );
}

function SubjectIcon({ note }: { note: Notification }) {
  if (note.kind === 'import') return <IconFileImport size={16} stroke={1.7} aria-hidden />;
  const shown = note.entity ?? note.subject;
  if (note.kind === 'blueprint') return <IconBox size={16} stroke={1.7} aria-hidden />;
  return <EntityIcon icon={shown.icon} blueprint={shown.blueprint ?? shown.identifier} size={16} />;
}

function Subject({ note, onOpen }: { note: Notification; onOpen: () => void }) {
  const shown = note.entity ?? note.subject;
  if (note.kind === 'import') {
    return (
      <Link to="/imports/$id" params={{ id: shown.identifier }} search={{}} onClick={onOpen}>
        {shown.title}
      </Link>
    );
  }
  if (shown.blueprint !== null) {
    const params = { blueprint: shown.blueprint, entity: shown.identifier };
    return (
      <>
        <Link to="/e/$blueprint/$entity" params={params} onClick={onOpen}>
          {shown.title}
        </Link>{' '}
        <span className="faint">{shown.about}</span>
      </>
    );
  }
  return <span>{shown.title}</span>;
}

/** What happened, as a sentence. */
function useSentence(note: Notification): string {
  const { t } = useTranslation();
  const actor = note.actor?.name ?? 'Seaway';
  if (note.kind === 'import') {
    const status =
      note.status === 'failed' || note.status === 'held' || note.status === 'parked' ? note.status : 'completed';
    return t(`notify.import.${status}`);
  }
  if (note.kind === 'blueprint') return t('notify.blueprint', { actor });
  if (note.kind === 'entities' && note.entity === null) return t('notify.entities', { count: note.count, actor });
  const names = note.changed.slice(0, NAMES).map(humanize);
  const more = note.changed.length - names.length;
  const what = formatList(more > 0 ? [...names, t('value.more', { count: more })] : names);
  const sentence = t(`notify.entity.${note.op}`, { actor });
  const parts = [note.op === 'updated' && what ? `${sentence}: ${what}` : sentence];
  if (note.count > 1) parts.push(t('notify.together', { count: note.count }));
  return parts.join(' · ');
}

function ReadButton({ read, onMark }: { read: boolean; onMark: () => void }) {
  const { t } = useTranslation();
  const label = t(read ? 'notify.markUnread' : 'notify.markRead');
  return (
    <Tooltip label={label}>
      <ActionIcon size={28} aria-label={label} onClick={onMark}>
        {read ? <IconMailOpened size={15} stroke={1.7} /> : <IconCheck size={15} stroke={1.7} />}
      </ActionIcon>
    </Tooltip>
  );
}

/** What the news comes from, to be watched no more; none for imports and for what is gone. */
function watched({ kind, subject }: Notification): WatchTarget | null {
  if (kind === 'import') return null;
  if (kind === 'entity') return subject.blueprint ? { blueprint: subject.blueprint, entity: subject.identifier } : null;
  return { blueprint: subject.identifier };
}

function MuteButton({ note }: { note: Notification }) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const target = watched(note);
  const mute = useMutation({
    mutationFn: async () => target && setWatch(target, false),
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: notifyKeys.watches });
      toast(t('notify.watch.removed'));
    },
    onError: (error) => toastFailure(error),
  });
  if (!target) return null;
  const label = t('notify.mute', { name: note.subject.title });
  return (
    <Tooltip label={label}>
      <ActionIcon size={28} aria-label={label} disabled={mute.isPending} onClick={() => mute.mutate()}>
        <IconBellOff size={15} stroke={1.7} />
      </ActionIcon>
    </Tooltip>
  );
}
