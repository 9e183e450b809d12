import {
  IconApps,
  IconBell,
  IconBox,
  IconFileImport,
  IconHome,
  IconLayoutDashboard,
  IconSitemap,
  IconTrash,
  IconUserCircle,
  IconUsers,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { createElement } from 'react';
import { useTranslation } from 'react-i18next';
import { pagesQuery } from '@/features/entities/public';
import { useMay } from '@/features/identity/public';
import { EntityIcon } from '@/ui/entity-icon';
import type { Item } from './drawing';

/** The pages that the browser knows by itself: it lists them without asking. */
export function usePlaces(): Item[] {
  const { t } = useTranslation();
  const { data: pages = [] } = useQuery(pagesQuery);
  const own = useOwn();
  const catalog = pages.map(({ identifier, title, icon, blueprint }) => ({
    key: `page ${identifier}`,
    title,
    detail: t('palette.page'),
    icon: <EntityIcon icon={icon} blueprint={blueprint} size={16} />,
    href: `/catalog/${encodeURIComponent(identifier)}`,
  }));
  return [...own, ...catalog];
}

function useOwn(): Item[] {
  const { t } = useTranslation();
  const may = useMay();
  const place = (title: string, href: string, icon: typeof IconHome, detail = '', permission?: string) => {
    const drawn = createElement(icon, { size: 16, stroke: 1.7, 'aria-hidden': true });
    return !permission || may(permission) ? [{ key: href, title, detail, within: detail, icon: drawn, href }] : [];
  };
  const [platform, settings] = [t('nav.platform'), t('nav.settings')];
  return [
    ...place(t('nav.home'), '/', IconHome),
    ...place(t('nav.dashboards'), '/dashboards', IconLayoutDashboard),
    ...place(t('nav.blueprints'), '/builder/blueprints', IconBox, platform, 'update:blueprints'),
    ...place(t('command.map'), '/builder/map', IconSitemap, platform, 'read:blueprints'),
    ...place(t('nav.imports'), '/imports', IconFileImport, platform, 'create:imports'),
    ...place(t('nav.bin'), '/bin', IconTrash, platform, 'create:entities'),
    ...place(t('nav.users'), '/settings/users', IconUsers, settings, 'create:users'),
    ...place(t('command.profile'), '/settings/profile', IconUserCircle, settings),
    ...place(t('command.notifications'), '/notifications', IconBell),
    ...place(t('search.title'), '/search', IconApps),
  ];
}
