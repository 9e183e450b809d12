import { Button, Menu } from '@mantine/core';
import { IconArrowBackUp, IconChevronDown, IconDeviceFloppy } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { HomeLayout } from '@/api/contract';
import { ROLES, type Role } from '@/features/identity/public';
import { personalKeys } from '@/features/personal/public';
import { toastFailure, toastUndo } from '@/ui/toast';
import { homeDefaultsQuery, setHomeDefault } from './api';

/** Lets a role begin with Home as it stands here, or with what the portal brings again. */
export default function DefaultMenu({ layout }: { layout: HomeLayout }) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const { data: defaults } = useQuery(homeDefaultsQuery);
  const layoutOf = (role: Role) => defaults?.find((each) => each.role === role)?.layout ?? null;
  const refresh = () => queryClient.invalidateQueries({ queryKey: personalKeys.preferences });
  // Also taken back after this menu is gone.
  const takeBack = (role: Role, before: HomeLayout | null) => () =>
    void setHomeDefault(role, before).then(refresh).catch(toastFailure);
  const set = useMutation({
    mutationFn: async ({ role, next }: { role: Role; next: HomeLayout | null }) => {
      const before = layoutOf(role);
      await setHomeDefault(role, next);
      return before;
    },
    onSuccess: (before, { role, next }) => {
      void refresh();
      toastUndo(t(next ? 'home.default.saved' : 'home.default.removed', { role }), takeBack(role, before));
    },
    onError: (error) => toastFailure(error),
  });
  return (
    <Menu width={320}>
      <Menu.Target>
        <Button size="xs" variant="default" rightSection={<IconChevronDown size={14} />} loading={set.isPending}>
          {t('home.default.open')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('home.default.help')}</Menu.Label>
        {ROLES.map((role) => (
          <Menu.Item
            key={role}
            leftSection={<IconDeviceFloppy size={15} />}
            disabled={!defaults}
            onClick={() => set.mutate({ role, next: layout })}
          >
            {t('home.default.save', { role })}
          </Menu.Item>
        ))}
        {ROLES.filter(layoutOf).map((role) => (
          <Menu.Item
            key={`no ${role}`}
            leftSection={<IconArrowBackUp size={15} />}
            onClick={() => set.mutate({ role, next: null })}
          >
            {t('home.default.remove', { role })}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
