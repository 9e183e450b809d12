import { ActionIcon, Menu } from '@mantine/core';
import { IconBox, IconFolderPlus, IconLayoutDashboard, IconPencil, IconPlus } from '@tabler/icons-react';
import { Link, useRouter } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '@/features/identity/public';

const FolderDialog = lazy(() => import('./folder-dialog-lazy'));

/** What editors do with the catalog's part of the sidebar: arrange it, and add to it. */
export default function EditorTools({ arranging, onArrange }: { arranging: boolean; onArrange: () => void }) {
  const { t } = useTranslation();
  const [adding, setAdding] = useState(false);
  return (
    <>
      <ActionIcon size={24} aria-label={t('arrange.start')} aria-pressed={arranging} onClick={onArrange}>
        <IconPencil size={14} stroke={1.7} />
      </ActionIcon>
      <AddMenu onFolder={() => setAdding(true)} />
      {adding && (
        <Suspense fallback={null}>
          <FolderDialog onClose={() => setAdding(false)} />
        </Suspense>
      )}
    </>
  );
}

function AddMenu({ onFolder }: { onFolder: () => void }) {
  const { t } = useTranslation();
  const may = useMay();
  const router = useRouter();
  const dashboards = '/dashboards' in router.routesByPath;
  return (
    <Menu width={210}>
      <Menu.Target>
        <ActionIcon size={24} aria-label={t('arrange.add')}>
          <IconPlus size={15} stroke={1.7} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconFolderPlus size={15} />} onClick={onFolder}>
          {t('arrange.folder')}
        </Menu.Item>
        {dashboards && (
          <Menu.Item leftSection={<IconLayoutDashboard size={15} />} onClick={() => router.history.push('/dashboards')}>
            {t('arrange.dashboard')}
          </Menu.Item>
        )}
        {may('create:blueprints') && (
          <Menu.Item
            leftSection={<IconBox size={15} />}
            renderRoot={(props) => <Link {...props} to="/builder/new-blueprint" />}
          >
            {t('arrange.blueprint')}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
