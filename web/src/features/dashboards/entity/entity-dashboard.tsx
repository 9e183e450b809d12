import { Button, Menu, NativeSelect } from '@mantine/core';
import {
  IconArrowLeft,
  IconArrowRight,
  IconDots,
  IconLayoutDashboard,
  IconPrinter,
  IconTag,
  IconTrash,
} from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Entity, PortalPage } from '@/api/contract';
import { useMay, useSession } from '@/features/identity/public';
import { Empty } from '@/ui/empty';
import { toastFailure, toastUndo } from '@/ui/toast';
import { type Arranged, changeWidgets, refreshDashboards, saveTab } from '../api';
import { Board } from '../board/board';
import { ScopeProvider } from '../board/scope';
import { boardIn, type Kept } from '../model/board';
import {
  type EntityTab,
  entityTabs,
  movedTab,
  renamedTab,
  restoredTab,
  type TabName,
  withoutTab,
} from '../model/entity-page';
import { RANGES } from '../model/search';
import type { Scope } from '../model/types';
import '../texts';
import classes from './entity-dashboard.module.css';
import { TabDialog } from './tab-dialog';

const BoardEditor = lazy(() => import('../edit/board-editor-lazy'));

interface EntityDashboardProps {
  page: PortalPage;
  tab: string;
  entity: Entity;
  range: string | undefined;
  editing: boolean;
  /** Changes what the address says of the tab; a tab of null is the first of the page. */
  onGo: (to: { tab?: string | null; edit?: boolean; range?: string }) => void;
}

/** A dashboard on the page of an entity: what it shows is about that entity. */
export function EntityDashboard({ page, tab: id, entity, range, editing, onGo }: EntityDashboardProps) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const may = useMay();
  const tab = entityTabs(page).find((each) => each.id === id);
  const board = useMemo(() => boardIn(tab?.board ?? { id, type: '' }), [tab, id]);
  const scope = useEntityScope(entity, range);
  if (!tab) return null;
  const save = (arranged: Arranged) =>
    saveTab(page.identifier, tab.id, arranged).finally(() => refreshDashboards(queryClient));
  const edit = may('update:pages');
  return (
    <ScopeProvider value={scope}>
      <div className={classes.tab}>
        <div className={classes.bar}>
          <NativeSelect
            aria-label={t('dashboards.range')}
            value={range ?? ''}
            data={[
              { value: '', label: t('dashboards.ownRange') },
              ...RANGES.map((value) => ({ value, label: t(`dashboards.values.${value}`) })),
            ]}
            onChange={(event) => onGo({ range: event.currentTarget.value })}
          />
          {edit && !editing && (
            <>
              <Button
                variant="default"
                leftSection={<IconLayoutDashboard size={15} />}
                onClick={() => onGo({ edit: true })}
              >
                {t('dashboards.arrange')}
              </Button>
              <TabMenu page={page} tab={tab} onGo={onGo} />
            </>
          )}
        </div>
        {editing && edit ? (
          <Suspense fallback={<Board board={board} />}>
            <BoardEditor board={board} name={tab.title} onSave={save} onEnd={() => onGo({ edit: false })} />
          </Suspense>
        ) : board.widgets.length > 0 ? (
          <Board board={board} />
        ) : (
          <Empty
            icon={<IconLayoutDashboard size={24} />}
            title={t('dashboards.blank')}
            text={t('dashboards.blankText')}
            action={edit && <Button onClick={() => onGo({ edit: true })}>{t('dashboards.addFirst')}</Button>}
          />
        )}
      </div>
    </ScopeProvider>
  );
}

function useEntityScope(entity: Entity, range: string | undefined): Scope {
  const { user } = useSession();
  return useMemo(() => {
    const { blueprint, identifier, title, properties } = entity;
    return {
      url: { blueprint, identifier },
      range: RANGES.find((each) => each === range),
      filters: [],
      entity: { blueprint, identifier, title, properties },
      user: { email: user.email, name: user.name },
    };
  }, [entity, range, user]);
}

type Change = (now: PortalPage) => Kept[];

interface TabMenuProps {
  page: PortalPage;
  tab: EntityTab;
  onGo: EntityDashboardProps['onGo'];
}

/** What can be done with a dashboard as one of several tabs. */
function TabMenu({ page, tab, onGo }: TabMenuProps) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const [renaming, setRenaming] = useState(false);
  const tabs = entityTabs(page);
  const place = tabs.findIndex(({ id }) => id === tab.id);
  const write = useMutation({
    mutationFn: (change: Change) => changeWidgets(page.identifier, change),
    onSuccess: () => refreshDashboards(queryClient),
    onError: (error) => toastFailure(error, t('dashboards.notSaved')),
  });
  // What takes a change back is written after the tab, and this menu, may be gone.
  const takeBack = (change: Change) => () =>
    void changeWidgets(page.identifier, change)
      .then(() => refreshDashboards(queryClient))
      .catch((error) => toastFailure(error, t('dashboards.notSaved')));
  const remove = () =>
    write.mutate((now) => withoutTab(now, tab.id), {
      onSuccess: () => {
        onGo({ tab: null });
        toastUndo(
          t('dashboards.deleted', { name: tab.title }),
          takeBack((now) => restoredTab(now, page, tab.id)),
        );
      },
    });
  const move = (by: -1 | 1) =>
    write.mutate((now) => movedTab(now, tab.id, by), {
      onSuccess: () =>
        toastUndo(
          t('dashboards.moved', { name: tab.title }),
          takeBack((now) => movedTab(now, tab.id, by < 0 ? 1 : -1)),
        ),
    });
  const rename = async (name: TabName) => {
    await write.mutateAsync((now) => renamedTab(now, tab.id, name));
    const { title, icon } = tab;
    toastUndo(
      t('dashboards.renamed', { name: name.title }),
      takeBack((now) => renamedTab(now, tab.id, { title, icon })),
    );
  };
  return (
    <>
      <Menu>
        <Menu.Target>
          <Button variant="default" px={9} aria-label={t('dashboards.more')}>
            <IconDots size={16} />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconTag size={15} />} onClick={() => setRenaming(true)}>
            {t('dashboards.rename')}
          </Menu.Item>
          <Menu.Item leftSection={<IconArrowLeft size={15} />} disabled={place === 0} onClick={() => move(-1)}>
            {t('dashboards.toLeft')}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconArrowRight size={15} />}
            disabled={place === tabs.length - 1}
            onClick={() => move(1)}
          >
            {t('dashboards.toRight')}
          </Menu.Item>
          <Menu.Item leftSection={<IconPrinter size={15} />} onClick={() => window.print()}>
            {t('dashboards.print')}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item color="var(--bad)" leftSection={<IconTrash size={15} />} onClick={remove}>
            {t('action.delete')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {renaming && (
        <TabDialog
          heading={t('dashboards.rename')}
          submit={t('dashboards.rename')}
          tab={tab}
          taken={tabs.filter(({ id }) => id !== tab.id).map(({ title }) => title)}
          onClose={() => setRenaming(false)}
          onName={rename}
        />
      )}
    </>
  );
}
