import { ActionIcon, Button, Tooltip, useComputedColorScheme } from '@mantine/core';
import {
  IconChevronRight,
  IconHelp,
  IconLayoutSidebar,
  IconMenu2,
  IconMoon,
  IconPlus,
  IconSearch,
  IconSun,
  IconWifiOff,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Bell } from '@/features/notify/public';
import { useChoose } from '@/features/personal/public';
import { useCurrentPage } from '@/lib/page';
import classes from './top-bar.module.css';

const NewMenu = lazy(() => import('./new-menu-lazy'));

interface TopBarProps {
  narrow: boolean;
  /** False while the live connection is down. */
  online: boolean;
  onToggleSidebar: () => void;
  onSearch: () => void;
  onHelp: () => void;
}

/** Where we are, what can be made, the theme, and help. */
export function TopBar({ narrow, online, onToggleSidebar, onSearch, onHelp }: TopBarProps) {
  const { t } = useTranslation();
  return (
    <header className={classes.bar}>
      <ActionIcon aria-label={t(narrow ? 'app.openMenu' : 'app.toggleSidebar')} onClick={onToggleSidebar}>
        {narrow ? <IconMenu2 size={18} stroke={1.6} /> : <IconLayoutSidebar size={18} stroke={1.6} />}
      </ActionIcon>
      <Breadcrumb />
      {!online && (
        <span className={classes.offline} role="status">
          <IconWifiOff size={15} aria-hidden />
          <span className={classes.wide}>{t('app.offline')}</span>
        </span>
      )}
      {narrow && (
        <ActionIcon aria-label={t('app.palette')} onClick={onSearch}>
          <IconSearch size={18} stroke={1.6} />
        </ActionIcon>
      )}
      <Suspense fallback={<NewSoon />}>
        <NewMenu />
      </Suspense>
      <ThemeSwitch />
      {!narrow && (
        <Tooltip label={t('user.shortcuts')}>
          <ActionIcon aria-label={t('user.shortcuts')} aria-keyshortcuts="?" onClick={onHelp}>
            <IconHelp size={18} stroke={1.6} />
          </ActionIcon>
        </Tooltip>
      )}
      <Suspense fallback={<span className={classes.bell} />}>
        <Bell />
      </Suspense>
    </header>
  );
}

function Breadcrumb() {
  const { t } = useTranslation();
  const { title, crumbs } = useCurrentPage();
  return (
    <nav aria-label={t('app.breadcrumb')} className={classes.crumbs}>
      <ol>
        {crumbs.map((crumb) => (
          <li key={crumb.label} className={classes.parent}>
            {crumb.to ? (
              <Link to={crumb.to} activeOptions={{ exact: true }}>
                {crumb.label}
              </Link>
            ) : (
              <span>{crumb.label}</span>
            )}
            <IconChevronRight size={13} aria-hidden />
          </li>
        ))}
        <li className="truncate">
          <span aria-current="page">{title}</span>
        </li>
      </ol>
    </nav>
  );
}

/** What stands where the menu will be: as wide, so that nothing moves. */
function NewSoon() {
  const { t } = useTranslation();
  return (
    <Button
      variant="default"
      size="xs"
      leftSection={<IconPlus size={15} />}
      className={classes.new}
      aria-hidden
      tabIndex={-1}
    >
      {t('app.new')}
    </Button>
  );
}

function ThemeSwitch() {
  const { t } = useTranslation();
  const choose = useChoose();
  const dark = useComputedColorScheme('light') === 'dark';
  const label = t(dark ? 'theme.toLight' : 'theme.toDark');
  return (
    <Tooltip label={label}>
      <ActionIcon aria-label={label} onClick={() => choose({ theme: dark ? 'light' : 'dark' })}>
        {dark ? <IconSun size={18} stroke={1.6} /> : <IconMoon size={18} stroke={1.6} />}
      </ActionIcon>
    </Tooltip>
  );
}
