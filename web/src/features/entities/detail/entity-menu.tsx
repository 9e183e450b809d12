import { ActionIcon, Menu } from '@mantine/core';
import { IconDots, IconExternalLink, IconHistory, IconId, IconLink, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Blueprint, Entity } from '@/api/contract';
import { toast, toastFailure } from '@/ui/toast';
import { addressesOf } from './addresses';
import './texts';

interface EntityMenuProps {
  blueprint: Blueprint;
  entity: Entity;
  onPast: () => void;
  /** Missing where it may not be deleted. */
  onDelete: (() => void) | undefined;
}

/** What can be done with an entity besides editing it: opened by `.` as well. */
export function EntityMenu({ blueprint, entity, onPast, onDelete }: EntityMenuProps) {
  const { t } = useTranslation();
  const addresses = addressesOf(blueprint, entity, t('detail.menu.source'));
  const copy = (text: string, said: string) =>
    void navigator.clipboard.writeText(text).then(() => toast(said), toastFailure);
  return (
    <Menu width={230}>
      <Menu.Target>
        <ActionIcon variant="default" size={34} aria-label={t('entity.more')} data-key="actions">
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconId size={15} />}
          onClick={() => copy(entity.identifier, t('detail.menu.idCopied', { id: entity.identifier }))}
        >
          {t('entity.copyIdentifier')}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconLink size={15} />}
          onClick={() => copy(location.href, t('detail.menu.linkCopied'))}
        >
          {t('catalog.copyLink')}
        </Menu.Item>
        {addresses.length > 0 && <Menu.Label>{t('detail.menu.open')}</Menu.Label>}
        {addresses.map(({ label, href }) => (
          <Menu.Item
            key={`${label} ${href}`}
            component="a"
            href={href}
            target="_blank"
            rel="noopener noreferrer"
            leftSection={<IconExternalLink size={15} />}
          >
            {label}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<IconHistory size={15} />} onClick={onPast}>
          {t('detail.past.choose')}
        </Menu.Item>
        {onDelete && (
          <Menu.Item leftSection={<IconTrash size={15} />} color="var(--bad)" onClick={onDelete}>
            {t('catalog.delete')}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
