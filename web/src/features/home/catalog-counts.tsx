import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { pagesQuery } from '@/features/entities/public';
import { useMay } from '@/features/identity/public';
import { formatNumber } from '@/lib/format';
import { Empty } from '@/ui/empty';
import { EntityIcon } from '@/ui/entity-icon';
import { Failure } from '@/ui/failure';
import { Skeleton } from '@/ui/skeleton';
import classes from './home.module.css';

/** Every catalog page with how much it shows. */
export function CatalogCounts() {
  const { t } = useTranslation();
  const may = useMay();
  const { data: pages, error, refetch } = useQuery(pagesQuery);
  if (error) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!pages) return <Skeleton kind="lines" rows={5} />;
  if (pages.length === 0) {
    return (
      <Empty
        title={t('nav.noPages')}
        text={t('home.noPagesText')}
        action={
          may('create:blueprints') && (
            <Button
              size="xs"
              variant="default"
              leftSection={<IconPlus size={14} />}
              renderRoot={(props) => <Link {...props} to="/builder/new-blueprint" />}
            >
              {t('blueprints.create')}
            </Button>
          )
        }
      />
    );
  }
  const most = Math.max(...pages.map((page) => page.count), 1);
  return (
    <ul className={classes.counts}>
      {pages.map((page) => (
        <li key={page.identifier}>
          <Link to="/catalog/$page" params={{ page: page.identifier }} search={{}}>
            <EntityIcon icon={page.icon} blueprint={page.blueprint} size={16} />
            <span className="truncate">{page.title}</span>
            <span className={classes.meter} aria-hidden>
              <i style={{ width: `${Math.max(2, (page.count / most) * 100)}%` }} />
            </span>
            <b>{formatNumber(page.count)}</b>
          </Link>
        </li>
      ))}
    </ul>
  );
}
