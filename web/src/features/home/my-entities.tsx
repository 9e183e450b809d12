import { IconUsersGroup } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { EntityLink } from '@/features/entities/public';
import { usersQuery, useSession } from '@/features/identity/public';
import { myEntitiesQuery } from '@/features/personal/public';
import { formatList } from '@/lib/format';
import { Badge } from '@/ui/badge';
import { Empty } from '@/ui/empty';
import { Failure } from '@/ui/failure';
import { Skeleton } from '@/ui/skeleton';
import { Time } from '@/ui/time';
import classes from './home.module.css';

const SHOWN = 8;

/** What the person's teams own, the last changed first. */
export function MyEntities() {
  const { data, error, refetch } = useQuery(myEntitiesQuery);
  if (error) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton kind="lines" rows={5} />;
  if (data.length === 0) return <NothingMine />;
  return (
    <ul className={classes.recent}>
      {data.slice(0, SHOWN).map((each) => (
        <li key={`${each.blueprint} ${each.identifier}`}>
          <EntityLink blueprint={each.blueprint} identifier={each.identifier} title={each.title} icon={each.icon} />
          <span className="grow" />
          <Badge tone="mute">{each.about}</Badge>
          <span className={classes.when}>
            <Time at={each.updatedAt} />
          </span>
        </li>
      ))}
    </ul>
  );
}

function NothingMine() {
  const { t } = useTranslation();
  const { user } = useSession();
  const teams = useQuery(usersQuery).data?.find((each) => each.id === user.id)?.teams ?? [];
  return (
    <Empty
      icon={<IconUsersGroup size={24} stroke={1.5} />}
      title={t('home.noMine')}
      text={teams.length > 0 ? t('home.noMineText', { teams: formatList(teams) }) : t('home.noTeamText')}
    />
  );
}
