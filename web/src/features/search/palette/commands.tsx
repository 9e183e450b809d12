import {
  IconBox,
  IconContrast,
  IconFileImport,
  IconKeyboard,
  IconLanguage,
  IconLayoutDashboard,
  IconLogout,
  IconMoon,
  IconPlus,
  IconRowInsertBottom,
  IconSun,
  IconUserPlus,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { createElement } from 'react';
import { useTranslation } from 'react-i18next';
import { blueprintsQuery, isSystemBlueprint } from '@/features/blueprints/public';
import { signOut, useMay } from '@/features/identity/public';
import { useChoose } from '@/features/personal/public';
import { singleKeysOn } from '@/lib/hotkeys';
import { LANGUAGES } from '@/lib/i18n/languages';
import { EntityIcon } from '@/ui/entity-icon';
import { toastFailure } from '@/ui/toast';
import type { Item } from './drawing';

const draw = (icon: typeof IconPlus) => createElement(icon, { size: 16, stroke: 1.7, 'aria-hidden': true });

/** Every command that the person may use. */
export function useCommands(onHelp: () => void): Item[] {
  return [...useMaking(), ...useAppearance(), ...useAccount(onHelp)];
}

function useMaking(): Item[] {
  const { t } = useTranslation();
  const may = useMay();
  const { data: blueprints = [] } = useQuery(blueprintsQuery);
  const making = (
    key: 'entity' | 'blueprint' | 'dashboard' | 'import' | 'invite',
    href: string,
    icon: typeof IconPlus,
  ) => ({
    key,
    title: t(`command.${key}`),
    detail: '',
    icon: draw(icon),
    href,
  });
  const entities = may('create:entities')
    ? [
        making('entity', '/create', IconPlus),
        ...blueprints
          .filter((each) => !isSystemBlueprint(each.identifier))
          .map(({ identifier, title, icon }) => ({
            key: `create ${identifier}`,
            title: t('command.create', { title: title || identifier }),
            detail: '',
            icon: <EntityIcon icon={icon} blueprint={identifier} size={16} />,
            href: `/create/${encodeURIComponent(identifier)}`,
          })),
      ]
    : [];
  return [
    ...entities,
    ...(may('create:blueprints') ? [making('blueprint', '/builder/new-blueprint', IconBox)] : []),
    ...(may('create:pages') ? [making('dashboard', '/dashboards', IconLayoutDashboard)] : []),
    ...(may('create:imports') ? [making('import', '/imports', IconFileImport)] : []),
    ...(may('create:users') ? [making('invite', '/settings/users', IconUserPlus)] : []),
  ];
}

function useAppearance(): Item[] {
  const { t } = useTranslation();
  const choose = useChoose();
  const detail = t('command.appearance');
  const one = (key: string, title: string, icon: typeof IconPlus, patch: Parameters<typeof choose>[0]) => ({
    key,
    title,
    detail,
    icon: draw(icon),
    run: () => choose(patch),
  });
  return [
    one('light', t('command.light'), IconSun, { theme: 'light' }),
    one('dark', t('command.dark'), IconMoon, { theme: 'dark' }),
    one('system', t('command.system'), IconContrast, { theme: 'auto' }),
    one('comfortable', t('command.comfortable'), IconRowInsertBottom, { density: 'comfortable' }),
    one('compact', t('command.compact'), IconRowInsertBottom, { density: 'compact' }),
    one('language', t('command.languageAuto'), IconLanguage, { language: 'auto' }),
    ...Object.entries(LANGUAGES).map(([code, name]) =>
      one(`language ${code}`, t('command.language', { name }), IconLanguage, {
        language: code as keyof typeof LANGUAGES,
      }),
    ),
  ];
}

function useAccount(onHelp: () => void): Item[] {
  const { t } = useTranslation();
  const choose = useChoose();
  const detail = t('command.account');
  const on = singleKeysOn();
  const leave = () => {
    signOut()
      .then(() => location.assign('/login'))
      .catch((error: unknown) => toastFailure(error));
  };
  return [
    { key: 'help', title: t('command.help'), detail, icon: draw(IconKeyboard), run: onHelp },
    {
      key: 'keys',
      title: t(on ? 'command.keysOff' : 'command.keysOn'),
      detail,
      icon: draw(IconKeyboard),
      run: () => choose({ singleKeys: !on }),
    },
    { key: 'signOut', title: t('command.signOut'), detail, icon: draw(IconLogout), run: leave },
  ];
}
