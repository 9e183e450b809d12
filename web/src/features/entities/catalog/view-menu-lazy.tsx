import { ActionIcon, Menu } from '@mantine/core';
import {
  IconArrowLeft,
  IconArrowRight,
  IconChevronDown,
  IconCopy,
  IconPencil,
  IconPin,
  IconPinnedOff,
  IconTrash,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { useViews } from './use-views';
import type { ViewDialogProps } from './view-dialog-lazy';
import type { View } from './views-api';

interface ViewMenuProps {
  view: View;
  writable: boolean;
  actions: ReturnType<typeof useViews>;
  onDialog: (kind: ViewDialogProps['kind']) => void;
}

/** What can be done with the saved view that is shown. */
export default function ViewMenu({ view, writable, actions, onDialog }: ViewMenuProps) {
  const { t } = useTranslation();
  return (
    <Menu width={210} position="bottom-start">
      <Menu.Target>
        <ActionIcon size={24} aria-label={t('views.menu', { view: view.title })}>
          <IconChevronDown size={14} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {writable && (
          <Menu.Item leftSection={<IconPencil size={15} />} onClick={() => onDialog('rename')}>
            {t('views.rename')}
          </Menu.Item>
        )}
        <Menu.Item leftSection={<IconCopy size={15} />} onClick={() => onDialog('create')}>
          {t('views.duplicate')}
        </Menu.Item>
        {writable && (
          <>
            <Menu.Item
              leftSection={view.default ? <IconPinnedOff size={15} /> : <IconPin size={15} />}
              onClick={() => actions.prefer(view, !view.default)}
            >
              {t(view.default ? 'views.notDefault' : 'views.makeDefault')}
            </Menu.Item>
            <Menu.Item
              leftSection={<IconArrowLeft size={15} />}
              disabled={!actions.canStep(view, -1)}
              onClick={() => actions.step(view, -1)}
            >
              {t('views.moveLeft')}
            </Menu.Item>
            <Menu.Item
              leftSection={<IconArrowRight size={15} />}
              disabled={!actions.canStep(view, 1)}
              onClick={() => actions.step(view, 1)}
            >
              {t('views.moveRight')}
            </Menu.Item>
            <Menu.Divider />
            <Menu.Item color="var(--bad)" leftSection={<IconTrash size={15} />} onClick={() => actions.remove(view)}>
              {t('views.delete')}
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
