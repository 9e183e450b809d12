import {
  type Icon,
  IconApps,
  IconBox,
  IconChecklist,
  IconFileImport,
  IconHome,
  IconSettings,
  IconTrash,
} from '@tabler/icons-react';
import type { en } from '@/lib/i18n/en';

export interface NavigationItem {
  to: '/' | '/dashboards' | '/scorecards' | '/builder/blueprints' | '/imports' | '/bin' | '/settings/users';
  label: keyof typeof en.nav;
  icon: Icon;
  /** Hidden from people without it. */
  permission?: string;
}

/** What the sidebar lists besides the catalog's own pages. Only pages that exist stand here. */
export const navigation: { top: NavigationItem[]; platform: NavigationItem[] } = {
  top: [
    { to: '/', label: 'home', icon: IconHome },
    { to: '/dashboards', label: 'dashboards', icon: IconApps },
    { to: '/scorecards', label: 'scorecards', icon: IconChecklist, permission: 'read:scorecards' },
  ],
  platform: [
    { to: '/builder/blueprints', label: 'builder', icon: IconBox, permission: 'update:blueprints' },
    { to: '/imports', label: 'imports', icon: IconFileImport, permission: 'create:imports' },
    { to: '/bin', label: 'bin', icon: IconTrash, permission: 'create:entities' },
    { to: '/settings/users', label: 'settings', icon: IconSettings, permission: 'create:users' },
  ],
};
