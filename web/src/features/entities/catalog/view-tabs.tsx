import { ActionIcon, Tooltip } from '@mantine/core';
import { IconChevronDown, IconLock, IconPlus, IconUser, IconUsers } from '@tabler/icons-react';
import { type DragEvent, lazy, type ReactNode, Suspense, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '@/features/identity/public';
import type { Catalog } from './use-catalog';
import { useViews } from './use-views';
import type { ViewDialogProps } from './view-dialog-lazy';
import classes from './views.module.css';
import type { View } from './views-api';

const ViewMenu = lazy(() => import('./view-menu-lazy'));
const ViewDialog = lazy(() => import('./view-dialog-lazy'));

/** The saved views of the page as tabs; what was changed since is marked, and can be saved or discarded. */
export function ViewTabs({ catalog }: { catalog: Catalog }) {
  const { t } = useTranslation();
  const { page, saved, open } = catalog;
  const { current, views, changed } = saved;
  const actions = useViews(catalog);
  const may = useMay();
  const dragged = useRef<View | null>(null);
  const [dialog, setDialog] = useState<Pick<ViewDialogProps, 'kind' | 'view'> | null>(null);
  const writable = (view: View) => open && (view.audience !== 'page' || may('update:pages'));
  const drop = (event: DragEvent, onto: View) => {
    event.preventDefault();
    if (dragged.current && dragged.current !== onto) actions.place(dragged.current, onto);
    dragged.current = null;
  };
  const everything = t('views.everything', { what: page.title });
  return (
    <nav className={classes.tabs} aria-label={t('views.label')}>
      <ul>
        <Tab
          label={everything}
          active={current === null}
          marked={current === null && changed}
          onOpen={() => saved.select('all')}
        />
        {views.map((view) => (
          <Tab
            key={view.id}
            label={view.title}
            icon={<AudienceIcon view={view} />}
            active={view === current}
            marked={view === current && changed}
            onOpen={() => saved.select(view.id)}
            onDragStart={writable(view) ? () => (dragged.current = view) : undefined}
            onDrop={(event) => drop(event, view)}
            menu={
              view === current &&
              open && (
                <Suspense fallback={<MenuSoon />}>
                  <ViewMenu
                    view={view}
                    writable={writable(view)}
                    actions={actions}
                    onDialog={(kind) => setDialog({ kind, view })}
                  />
                </Suspense>
              )
            }
          />
        ))}
      </ul>
      {open ? (
        <Tooltip label={t('views.add')}>
          <ActionIcon size={28} aria-label={t('views.add')} onClick={() => setDialog({ kind: 'create' })}>
            <IconPlus size={15} />
          </ActionIcon>
        </Tooltip>
      ) : (
        <span className={classes.locked}>
          <IconLock size={14} aria-hidden />
          {t('views.locked')}
        </span>
      )}
      <span className="grow" />
      {changed && (
        <span className={classes.unsaved}>
          <button type="button" onClick={() => saved.select(current?.id ?? 'all')}>
            {t('views.discard')}
          </button>
          {open && current && writable(current) && (
            <button type="button" data-main onClick={() => actions.save(current)}>
              {t('views.save')}
            </button>
          )}
          {open && !(current && writable(current)) && (
            <button type="button" data-main onClick={() => setDialog({ kind: 'create' })}>
              {t('views.saveAs')}
            </button>
          )}
        </span>
      )}
      <Suspense fallback={null}>
        {dialog && <ViewDialog {...dialog} catalog={catalog} actions={actions} onClose={() => setDialog(null)} />}
      </Suspense>
    </nav>
  );
}

interface TabProps {
  label: string;
  icon?: ReactNode;
  active: boolean;
  marked: boolean;
  menu?: ReactNode;
  onOpen: () => void;
  onDragStart?: (() => void) | undefined;
  onDrop?: (event: DragEvent) => void;
}

function Tab({ label, icon, active, marked, menu, onOpen, onDragStart, onDrop }: TabProps) {
  const { t } = useTranslation();
  return (
    <li
      className={classes.tab}
      data-active={active || undefined}
      draggable={onDragStart !== undefined}
      onDragStart={onDragStart}
      onDragOver={(event) => event.preventDefault()}
      onDrop={onDrop}
    >
      <button type="button" aria-current={active ? 'page' : undefined} onClick={onOpen}>
        {icon}
        <span className="truncate">{label}</span>
        {marked && (
          <span className={classes.dot}>
            <span className="sr-only">{t('views.changed')}</span>
          </span>
        )}
      </button>
      {menu}
    </li>
  );
}

/** What stands where the menu will be: as wide, so that nothing moves. */
function MenuSoon() {
  return (
    <ActionIcon size={24} aria-hidden tabIndex={-1}>
      <IconChevronDown size={14} />
    </ActionIcon>
  );
}

function AudienceIcon({ view }: { view: View }) {
  const { t } = useTranslation();
  if (view.audience === 'page') return null;
  const Icon = view.audience === 'team' ? IconUsers : IconUser;
  const label = view.audience === 'team' ? t('views.ofTeam', { team: view.team ?? '' }) : t('views.personal');
  return <Icon size={14} role="img" aria-label={label} />;
}
