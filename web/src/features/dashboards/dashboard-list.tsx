import { Button, TextInput } from '@mantine/core';
import { IconLayoutDashboard, IconPlus } from '@tabler/icons-react';
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { nameOf, useMay, usersQuery } from '@/features/identity/public';
import { usePage } from '@/lib/page';
import { Named } from '@/ui/avatar';
import { Empty } from '@/ui/empty';
import { EntityIcon } from '@/ui/entity-icon';
import { PageHeader } from '@/ui/page-header';
import { Time } from '@/ui/time';
import { dashboardsQuery } from './api';
import './texts';
import classes from './list.module.css';
import { widgetsIn } from './model/board';

const CreateDialog = lazy(() => import('./create-dialog-lazy'));

/** As many are found by looking. */
const FEW = 3;

/** How many widgets show something: those that hold others do not count. */
function countOf(widgets: unknown): number {
  return widgetsIn(widgets).reduce((sum, widget) => {
    const groups = Array.isArray(widget.groups) ? (widget.groups as { widgets?: unknown }[]) : [];
    const inner = [widget.widgets, ...groups.map((group) => group?.widgets)].filter(Array.isArray);
    return sum + (inner.length > 0 ? inner.reduce((all, each) => all + countOf(each), 0) : 1);
  }, 0);
}

/** Every dashboard, and the way to a new one. */
export function DashboardListPage() {
  const { t } = useTranslation();
  const may = useMay();
  const { data: pages } = useSuspenseQuery(dashboardsQuery);
  const [creating, setCreating] = useState(false);
  const [text, setText] = useState('');
  const shown = pages.filter(({ title, description }) =>
    `${title} ${description ?? ''}`.toLowerCase().includes(text.trim().toLowerCase()),
  );
  usePage(t('nav.dashboards'));
  const create = may('create:pages') && (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setCreating(true)}>
      {t('dashboards.new')}
    </Button>
  );
  return (
    <div className="page">
      <PageHeader
        icon={<IconLayoutDashboard size={20} />}
        title={t('nav.dashboards')}
        description={t('dashboards.help')}
        actions={pages.length > 0 && create}
      />
      {pages.length === 0 ? (
        <Empty
          icon={<IconLayoutDashboard size={24} />}
          title={t('dashboards.noneYet')}
          text={t('dashboards.noneYetText')}
          action={create}
        />
      ) : (
        <>
          {pages.length > FEW && (
            <TextInput
              className={classes.find}
              type="search"
              aria-label={t('dashboards.find')}
              placeholder={t('dashboards.find')}
              data-key="search"
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
            />
          )}
          {shown.length === 0 && <Empty title={t('dashboards.noneFound', { text })} />}
          <ul className={classes.cards}>
            {shown.map((page) => (
              <li key={page.identifier}>
                <Link to="/dashboards/$page" params={{ page: page.identifier }} search={{}}>
                  <EntityIcon icon={page.icon ?? 'Stack'} size={18} />
                  <span className="grow">
                    <b className="truncate">{page.title}</b>
                    <small className="truncate">{page.description}</small>
                    <small>
                      {t('dashboards.widgets', { count: countOf(page.widgets) })} · {t('dashboards.changed')}{' '}
                      <Time at={page.updatedAt} />
                    </small>
                    <Owner id={page.createdBy} />
                  </span>
                </Link>
              </li>
            ))}
          </ul>
        </>
      )}
      <Suspense>{creating && <CreateDialog onClose={() => setCreating(false)} />}</Suspense>
    </div>
  );
}

/** Who made it: a person, or the platform itself. */
function Owner({ id }: { id: string }) {
  const { t } = useTranslation();
  const { data: users } = useQuery(usersQuery);
  if (!users) return null;
  const user = users.find((each) => each.id === id);
  return (
    <small className={classes.owner}>
      {user ? <Named name={nameOf(user)} size={18} /> : t('dashboards.byPlatform')}
    </small>
  );
}
