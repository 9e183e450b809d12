import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { EntityLink, topSearch } from '@/features/entities/public';
import { TeamName } from '@/features/entities/public-lazy';
import { Empty } from '@/ui/empty';
import { EntityIcon } from '@/ui/entity-icon';
import { Failure } from '@/ui/failure';
import { Skeleton } from '@/ui/skeleton';
import { figureKeys, myEntitiesQuery, recentlyViewedQuery } from '../api';
import { useDataset } from '../board/use-dataset';
import type { WidgetProps } from './registry';
import classes from './widgets.module.css';

interface Line {
  key: string;
  blueprint: string | null;
  identifier: string;
  title: string | null;
  icon: string | null;
  about: string;
  team?: string;
}

function Lines({ lines, empty }: { lines: Line[]; empty: string }) {
  if (lines.length === 0) return <Empty title={empty} />;
  return (
    <ul className={classes.list}>
      {lines.map((line) => (
        <li key={line.key}>
          <span className="grow">
            {line.blueprint ? (
              <EntityLink blueprint={line.blueprint} identifier={line.identifier} title={line.title} icon={line.icon} />
            ) : (
              <Link to="/dashboards/$page" params={{ page: line.identifier }} search={{}} className={classes.page}>
                <EntityIcon icon={line.icon} size={15} />
                <span className="truncate">{line.title}</span>
              </Link>
            )}
            {line.about && <span className="faint small truncate">{line.about}</span>}
          </span>
          {line.team && <TeamName identifier={line.team} />}
        </li>
      ))}
    </ul>
  );
}

/** The first entities of a query, each with what a property says of it and who owns it. */
export function EntityListWidget({ widget }: WidgetProps) {
  const { t } = useTranslation();
  const { name, blueprint, query, ready, error } = useDataset(widget);
  const about = typeof widget.aboutProperty === 'string' ? widget.aboutProperty : 'description';
  const include = ['$identifier', '$title', '$icon', '$team', ...(blueprint?.schema.properties[about] ? [about] : [])];
  const { data, ...rest } = useQuery({
    queryKey: [...figureKeys, 'list', name, query, include],
    queryFn: ({ signal }) =>
      topSearch(name ?? '', { query, include, sort: [{ property: '$updatedAt', order: 'desc' }], limit: 20 }, signal),
    enabled: ready && name !== undefined,
    placeholderData: (old) => old,
  });
  const failed = error ?? rest.error;
  if (failed && !data) return <Failure error={failed} onRetry={() => void rest.refetch()} />;
  if (!name) return <Empty title={t('dashboards.noBlueprint')} text={t('dashboards.noBlueprintText')} />;
  if (!data) return <Skeleton kind="lines" rows={5} />;
  const lines = data.entities.map(
    ({ identifier, title, icon, team, properties }): Line => ({
      key: identifier,
      blueprint: name,
      identifier,
      title,
      icon: icon ?? blueprint?.icon ?? null,
      about: String(properties[about] ?? ''),
      team: team[0],
    }),
  );
  return <Lines lines={lines} empty={String(widget.emptyStateText || t('dashboards.empty'))} />;
}

export function MyEntitiesWidget() {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(myEntitiesQuery);
  if (error && !data) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton kind="lines" rows={5} />;
  const lines = data.map((each): Line => ({ ...each, key: `${each.blueprint} ${each.identifier}` }));
  return <Lines lines={lines} empty={t('dashboards.noneOfMine')} />;
}

export function RecentlyViewedWidget() {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(recentlyViewedQuery);
  if (error && !data) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton kind="lines" rows={5} />;
  const lines = data
    .filter(({ kind }) => kind === 'entity')
    .map((each): Line => ({ ...each, key: `${each.blueprint} ${each.identifier}` }));
  return <Lines lines={lines} empty={t('dashboards.nothingViewed')} />;
}
