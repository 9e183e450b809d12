import { Button, Menu } from '@mantine/core';
import {
  IconDots,
  IconLayoutDashboard,
  IconLink,
  IconPencil,
  IconPhotoDown,
  IconPrinter,
  IconTrash,
} from '@tabler/icons-react';
import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi, notFound } from '@tanstack/react-router';
import { lazy, Suspense, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PortalPage } from '@/api/contract';
import { useMay, useSession } from '@/features/identity/public';
import { FavouriteButton } from '@/features/personal/public';
import { usePage } from '@/lib/page';
import { Empty } from '@/ui/empty';
import { EntityIcon } from '@/ui/entity-icon';
import { PageHeader } from '@/ui/page-header';
import { savePicture } from '@/ui/save-picture';
import { toast } from '@/ui/toast';
import { type Arranged, pageQuery, refreshDashboards, saveBoard } from './api';
import { Board } from './board/board';
import { ScopeProvider } from './board/scope';
import './texts';
import classes from './dashboard.module.css';
import { boardOf } from './model/board';
import { type PageFilter, pageFiltersOf } from './model/page-filters';
import { type DashboardSearch, parseDashboardSearch, urlOf } from './model/search';
import type { Scope } from './model/types';
import { ScopeBar } from './scope-bar';
import { useRefresh } from './use-refresh';

const BoardEditor = lazy(() => import('./edit/board-editor-lazy'));
const DeleteDialog = lazy(() => import('./delete-dialog-lazy'));

const route = getRouteApi('/app/dashboards/$page');

/** Another dashboard is another page, with a draft of its own. */
export function DashboardPage() {
  const { page } = route.useParams();
  return <Dashboard key={page} identifier={page} />;
}

function Dashboard({ identifier }: { identifier: string }) {
  const { t } = useTranslation();
  const { data: page } = useSuspenseQuery(pageQuery(identifier));
  if (page.type !== 'dashboard') throw notFound();
  const raw = route.useSearch();
  const search = useMemo(() => parseDashboardSearch(raw), [raw]);
  const may = useMay();
  const navigate = route.useNavigate();
  const filters = useMemo(() => pageFiltersOf(page), [page]);
  const scope = useDashboardScope(search, filters);
  usePage(page.title, [{ label: t('nav.dashboards'), to: '/dashboards' }]);
  useRefresh(search.every);
  const board = useMemo(() => boardOf(page.widgets), [page.widgets]);
  const editing = search.edit === true && may('update:pages');
  const save = useSave(page);
  const setEditing = (edit: boolean) =>
    void navigate({ search: ({ edit: _, ...rest }) => (edit ? { ...rest, edit } : rest), ignoreBlocker: !edit });
  const setEvery = (every: DashboardSearch['every']) =>
    void navigate({ search: ({ every: _, ...rest }) => (every ? { ...rest, every } : rest), replace: true });
  return (
    <ScopeProvider value={scope}>
      <div className={`page ${classes.page}`}>
        <PageHeader
          icon={page.icon ? <EntityIcon icon={page.icon} size={20} /> : <IconLayoutDashboard size={20} />}
          title={page.title}
          description={page.description}
          actions={
            <>
              <Suspense fallback={null}>
                <FavouriteButton target={{ kind: 'page', identifier: page.identifier }} />
              </Suspense>
              <ScopeBar search={search} filters={filters} />
              {!editing && may('update:pages') && (
                <Button variant="default" leftSection={<IconPencil size={15} />} onClick={() => setEditing(true)}>
                  {t('action.edit')}
                </Button>
              )}
              {!editing && <PageMenu page={page} every={search.every} onEvery={setEvery} />}
            </>
          }
        />
        <div className={classes.content}>
          {editing ? (
            <Suspense fallback={<Board board={board} />}>
              <BoardEditor board={board} name={page.title} onSave={save} onEnd={() => setEditing(false)} />
            </Suspense>
          ) : board.widgets.length > 0 ? (
            <Board board={board} />
          ) : (
            <Empty
              icon={<IconLayoutDashboard size={24} />}
              title={t('dashboards.blank')}
              text={t('dashboards.blankText')}
              action={
                may('update:pages') && <Button onClick={() => setEditing(true)}>{t('dashboards.addFirst')}</Button>
              }
            />
          )}
        </div>
      </div>
    </ScopeProvider>
  );
}

function useSave(page: PortalPage): (arranged: Arranged) => Promise<void> {
  const queryClient = useQueryClient();
  return (arranged) => saveBoard(page.identifier, arranged).finally(() => refreshDashboards(queryClient));
}

function useDashboardScope(search: DashboardSearch, filters: PageFilter[]): Scope {
  const { user } = useSession();
  return useMemo(() => {
    const on = new Set(search.pf?.split(','));
    return {
      url: urlOf(search),
      team: search.team,
      range: search.range,
      filters: filters.filter(({ id }) => on.has(id)).map(({ query }) => query),
      user: { email: user.email, name: user.name },
    };
  }, [search, filters, user]);
}

interface PageMenuProps {
  page: PortalPage;
  every: DashboardSearch['every'];
  onEvery: (every: DashboardSearch['every']) => void;
}

const EVERY = [undefined, 1, 5, 15] as const;

function PageMenu({ page, every, onEvery }: PageMenuProps) {
  const { t } = useTranslation();
  const may = useMay();
  const [deleting, setDeleting] = useState(false);
  const copy = () =>
    void navigator.clipboard.writeText(window.location.href).then(() => toast(t('dashboards.linkCopied')));
  const picture = () => void savePicture(document.querySelector<HTMLElement>(`.${classes.page}`), page.title);
  return (
    <>
      <Menu>
        <Menu.Target>
          <Button variant="default" px={9} aria-label={t('dashboards.more')}>
            <IconDots size={16} />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconLink size={15} />} onClick={copy}>
            {t('dashboards.copyLink')}
          </Menu.Item>
          <Menu.Item leftSection={<IconPrinter size={15} />} onClick={() => window.print()}>
            {t('dashboards.print')}
          </Menu.Item>
          <Menu.Item leftSection={<IconPhotoDown size={15} />} onClick={picture}>
            {t('dashboards.picture')}
          </Menu.Item>
          <Menu.Label>{t('dashboards.refresh')}</Menu.Label>
          <Menu.RadioGroup
            value={String(every ?? 0)}
            onChange={(chosen) => onEvery(EVERY.find((count) => String(count) === chosen))}
          >
            {EVERY.map((count) => (
              <Menu.RadioItem key={count ?? 0} value={String(count ?? 0)} closeMenuOnClick>
                {count ? t('dashboards.every', { count }) : t('dashboards.noRefresh')}
              </Menu.RadioItem>
            ))}
          </Menu.RadioGroup>
          {may('delete:pages') && !page.protected && (
            <Menu.Item color="var(--bad)" leftSection={<IconTrash size={15} />} onClick={() => setDeleting(true)}>
              {t('action.delete')}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <Suspense>{deleting && <DeleteDialog page={page} onClose={() => setDeleting(false)} />}</Suspense>
    </>
  );
}
