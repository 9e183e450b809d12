import { Button, Menu } from '@mantine/core';
import { IconBox, IconFileImport, IconPlus, IconUserPlus } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useMay } from '@/features/identity/public';
import classes from './top-bar.module.css';

/** What can be made from anywhere. */
export default function NewMenu() {
  const { t } = useTranslation();
  const may = useMay();
  const choices = [
    { to: '/create', permission: 'create:entities', label: t('app.newMenu.entity'), icon: <IconPlus size={15} /> },
    {
      to: '/builder/new-blueprint',
      permission: 'create:blueprints',
      label: t('app.newMenu.blueprint'),
      icon: <IconBox size={15} />,
    },
    {
      to: '/imports/new',
      permission: 'create:imports',
      label: t('app.newMenu.import'),
      icon: <IconFileImport size={15} />,
    },
    {
      to: '/settings/users',
      permission: 'create:users',
      label: t('app.newMenu.person'),
      icon: <IconUserPlus size={15} />,
    },
  ] as const;
  const allowed = choices.filter((choice) => may(choice.permission));
  if (allowed.length === 0) return null;
  return (
    <Menu width={200}>
      <Menu.Target>
        <Button variant="default" size="xs" leftSection={<IconPlus size={15} />} className={classes.new} data-key="new">
          {t('app.new')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {allowed.map(({ to, label, icon }) => (
          <Menu.Item key={to} leftSection={icon} renderRoot={(props) => <Link {...props} to={to} />}>
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
