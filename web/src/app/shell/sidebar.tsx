import { UnstyledButton } from '@mantine/core';
import { type Icon, IconSearch } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { createElement, lazy, type ReactNode, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay, useSession } from '@/features/identity/public';
import { CatalogNav } from '@/features/navigation/public';
import { Kbd } from '@/ui/kbd';
import { Logo } from '@/ui/logo';
import { navigation } from '../navigation';
import classes from './sidebar.module.css';
import { UserFace } from './user-face';

const UserMenu = lazy(() => import('./user-menu-lazy'));

interface SidebarProps {
  onSearch: () => void;
  onHelp: () => void;
}

/** The product's own pages, the catalog's pages with live counts, and the person signed in. */
export function Sidebar({ onSearch, onHelp }: SidebarProps) {
  const { t } = useTranslation();
  const { organization } = useSession();
  const may = useMay();
  const platform = navigation.platform.filter((item) => !item.permission || may(item.permission));
  return (
    <>
      <div className={classes.brand}>
        <Logo />
        <span className="grow">
          <b className="truncate">{t('app.name')}</b>
          <small className="truncate">{organization.name}</small>
        </span>
      </div>
      <UnstyledButton className={classes.search} onClick={onSearch} aria-keyshortcuts="Control+K">
        <IconSearch size={15} aria-hidden />
        <span className="grow truncate">{t('app.palette')}</span>
        <span aria-hidden>
          <Kbd>Ctrl K</Kbd>
        </span>
      </UnstyledButton>
      <nav className={classes.nav} aria-label={t('app.mainNav')}>
        {navigation.top.map((item) => (
          <Link
            key={item.to}
            to={item.to}
            className={classes.item}
            activeOptions={{ exact: item.to === '/' }}
            activeProps={active}
          >
            <ItemBody icon={item.icon}>{t(`nav.${item.label}`)}</ItemBody>
          </Link>
        ))}
        <CatalogNav />
        {platform.length > 0 && <p className={classes.section}>{t('nav.platform')}</p>}
        {platform.map((item) => (
          <Link key={item.to} to={item.to} className={classes.item} activeProps={active}>
            <ItemBody icon={item.icon}>{t(`nav.${item.label}`)}</ItemBody>
          </Link>
        ))}
      </nav>
      <Suspense
        fallback={
          <div className={classes.foot}>
            <UserFace />
          </div>
        }
      >
        <UserMenu onHelp={onHelp} />
      </Suspense>
    </>
  );
}

const active = { 'data-active': true, 'aria-current': 'page' } as const;

function ItemBody({ icon, children }: { icon: Icon; children: ReactNode }) {
  return (
    <>
      {createElement(icon, { size: 17, stroke: 1.7, 'aria-hidden': true })}
      <span className="grow truncate">{children}</span>
    </>
  );
}
