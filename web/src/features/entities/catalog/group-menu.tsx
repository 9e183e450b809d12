import { Menu, UnstyledButton } from '@mantine/core';
import { IconCheck, IconLayoutRows, IconViewportShort, IconViewportTall } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './catalog.module.css';
import { canGroup } from './grouping';
import type { Catalog } from './use-catalog';
import type { useCatalogRows } from './use-rows';

interface GroupMenuProps {
  catalog: Catalog;
  groups: ReturnType<typeof useCatalogRows>['groups'];
}

const MAX_OPEN = 50;

/** Chooses by what rows are grouped, and opens or closes all groups. */
export function GroupMenu({ catalog: { fields, search, change }, groups }: GroupMenuProps) {
  const { t } = useTranslation();
  const by = fields.find((field) => field.id === search.group);
  const label = by ? t('catalog.groupBy', { field: by.label }) : t('catalog.group');
  return (
    <Menu width={230}>
      <Menu.Target>
        <UnstyledButton className={classes.tool} data-on={by !== undefined || undefined}>
          <IconLayoutRows size={15} aria-hidden />
          <span className={classes.wide}>{label}</span>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {by && (
          <>
            <Menu.Item
              leftSection={<IconViewportTall size={15} />}
              disabled={groups.length === 0 || groups.length > MAX_OPEN}
              onClick={() => change({ open: groups.map(({ value }) => value) })}
            >
              {t('catalog.groupOpen')}
            </Menu.Item>
            <Menu.Item
              leftSection={<IconViewportShort size={15} />}
              disabled={!search.open}
              onClick={() => change({ open: undefined })}
            >
              {t('catalog.groupClose')}
            </Menu.Item>
            <Menu.Divider />
          </>
        )}
        <Menu.Item onClick={() => change({ group: undefined })}>{t('catalog.groupNone')}</Menu.Item>
        <div className={classes.menuList}>
          {fields.filter(canGroup).map((field) => (
            <Menu.Item
              key={field.id}
              rightSection={field === by && <IconCheck size={14} aria-hidden />}
              aria-current={field === by || undefined}
              onClick={() => change({ group: field.id })}
            >
              {field.label}
            </Menu.Item>
          ))}
        </div>
      </Menu.Dropdown>
    </Menu>
  );
}
