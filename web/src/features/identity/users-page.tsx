import { Button } from '@mantine/core';
import { IconUserPlus, IconUsers } from '@tabler/icons-react';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { User } from '@/api/contract';
import { formatList } from '@/lib/format';
import { usePage } from '@/lib/page';
import { Avatar } from '@/ui/avatar';
import { Badge, Status } from '@/ui/badge';
import { DataTable } from '@/ui/data-table/data-table';
import type { Column } from '@/ui/data-table/types';
import { Empty } from '@/ui/empty';
import { PageHeader } from '@/ui/page-header';
import { Time } from '@/ui/time';
import type { Tone } from '@/ui/tone';
import { usersQuery } from './api';
import { InviteDialog } from './invite-dialog';
import { useMay } from './permissions';
import { nameOf, roleOf } from './user';
import classes from './users.module.css';

const TONES: Record<string, Tone> = { active: 'ok', invited: 'warn', staged: 'mute', disabled: 'bad' };

/** Who belongs to the organisation, in which role; administrators invite. */
export function UsersPage() {
  const { t } = useTranslation();
  usePage(t('nav.users'), [{ label: t('nav.settings') }]);
  const may = useMay();
  const { data: users } = useSuspenseQuery(usersQuery);
  const [inviting, setInviting] = useState(false);
  const columns = useColumns();
  return (
    <div className={classes.wrap}>
      <div className={classes.head}>
        <PageHeader
          icon={<IconUsers size={20} />}
          title={t('nav.users')}
          description={t('identity.users.text')}
          actions={
            may('create:users') && (
              <Button leftSection={<IconUserPlus size={15} />} data-key="create" onClick={() => setInviting(true)}>
                {t('identity.users.invite')}
              </Button>
            )
          }
        />
      </div>
      <DataTable<User>
        label={t('identity.users.table')}
        columns={columns}
        rows={users}
        total={users.length}
        rowId={(user) => user.id}
        rowName={nameOf}
        empty={<Empty icon={<IconUsers size={28} stroke={1.5} />} title={t('identity.users.none')} />}
      />
      {inviting && <InviteDialog onClose={() => setInviting(false)} />}
    </div>
  );
}

function lastSeen(user: User): string | null {
  return user.orgMembers?.find((member) => member.lastLoginAt)?.lastLoginAt ?? null;
}

function useColumns(): Column<User>[] {
  const { t, i18n } = useTranslation();
  return useMemo(
    () => [
      {
        id: 'name',
        label: t('identity.name'),
        width: 280,
        cell: (user) => (
          <span className={classes.person}>
            <Avatar name={nameOf(user)} size={22} />
            <b className="truncate">{nameOf(user)}</b>
          </span>
        ),
      },
      {
        id: 'email',
        label: t('identity.email'),
        width: 280,
        cell: (user) => <span className="truncate">{user.email}</span>,
      },
      {
        id: 'role',
        label: t('identity.users.role'),
        width: 130,
        cell: (user) => <Badge tone={roleOf(user) === 'Admin' ? 'info' : 'mute'}>{roleOf(user)}</Badge>,
      },
      {
        id: 'status',
        label: t('identity.users.status'),
        width: 130,
        cell: (user) => {
          const key = user.status.toLowerCase();
          const word = i18n.exists(`identity.status.${key}`) ? t(`identity.status.${key as 'active'}`) : user.status;
          return <Status tone={TONES[key] ?? 'mute'}>{word}</Status>;
        },
      },
      {
        id: 'teams',
        label: t('catalog.team'),
        width: 220,
        cell: (user) => <span className="truncate">{formatList(user.teams)}</span>,
      },
      {
        id: 'seen',
        label: t('identity.users.lastSeen'),
        width: 150,
        cell: (user) => {
          const at = lastSeen(user);
          return at ? <Time at={at} /> : <span className="faint">{t('identity.users.never')}</span>;
        },
      },
    ],
    [t, i18n],
  );
}
