import { ActionIcon, Button, Menu } from '@mantine/core';
import {
  IconBraces,
  IconDotsVertical,
  IconDownload,
  IconFileText,
  IconLock,
  IconLockOpen,
  IconPlus,
  IconTable,
  IconX,
} from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { Link, useRouter } from '@tanstack/react-router';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { CatalogPage } from '@/api/contract';
import { useMay } from '@/features/identity/public';
import { FavouriteButton } from '@/features/personal/public';
import { EntityIcon } from '@/ui/entity-icon';
import { PageHeader } from '@/ui/page-header';
import { toastFailure } from '@/ui/toast';
import { changePage, entityKeys } from '../api';
import classes from './catalog.module.css';
import type { Catalog } from './use-catalog';
import type { useExport } from './use-export';

interface CatalogHeaderProps {
  catalog: Catalog;
  exporting: ReturnType<typeof useExport>;
}

export function CatalogHeader({ catalog: { page, blueprint }, exporting }: CatalogHeaderProps) {
  const { t } = useTranslation();
  const may = useMay();
  const what = blueprint.title || blueprint.identifier;
  const actions = (
    <>
      <Suspense fallback={<span className={classes.mark} />}>
        <FavouriteButton target={{ kind: 'page', identifier: page.identifier }} />
      </Suspense>
      {may('update:pages') && <PageMenu page={page} />}
      <ExportMenu exporting={exporting} />
      {may('create:entities') && (
        <Button
          leftSection={<IconPlus size={15} />}
          data-key="create"
          renderRoot={(props) => (
            <Link {...props} to="/create/$blueprint" params={{ blueprint: blueprint.identifier }} search={{}} />
          )}
        >
          {t('catalog.create', { what })}
        </Button>
      )}
    </>
  );
  return (
    <div className={classes.head}>
      <PageHeader
        icon={<EntityIcon icon={page.icon ?? blueprint.icon} blueprint={blueprint.identifier} size={20} />}
        title={page.title}
        description={blueprint.description || t('catalog.fromBlueprint', { blueprint: what })}
        actions={actions}
      />
    </div>
  );
}

const FORMATS = [
  ['csv', 'catalog.exportCsv', IconTable],
  ['json', 'catalog.exportJson', IconBraces],
  ['yaml', 'catalog.exportYaml', IconFileText],
] as const;

/** Exports what matches, and says how far that is; a click stops it. */
function ExportMenu({ exporting: { progress, start, stop } }: { exporting: ReturnType<typeof useExport> }) {
  const { t } = useTranslation();
  if (progress) {
    return (
      <Button variant="default" leftSection={<IconX size={15} />} title={t('catalog.exportStop')} onClick={stop}>
        <span className="figures" role="status">
          {t('catalog.exporting', progress)}
        </span>
      </Button>
    );
  }
  return (
    <Menu width={190}>
      <Menu.Target>
        <Button variant="default" leftSection={<IconDownload size={15} />}>
          {t('catalog.export')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {FORMATS.map(([format, label, Icon]) => (
          <Menu.Item key={format} leftSection={<Icon size={15} />} onClick={() => start(format)}>
            {t(label)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** What editors of pages do to the page itself. */
function PageMenu({ page }: { page: CatalogPage }) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const router = useRouter();
  const lock = (locked: boolean) =>
    void changePage(page.identifier, { locked })
      .then(() => queryClient.invalidateQueries({ queryKey: entityKeys.pages }))
      .then(() => router.invalidate())
      .catch((error: unknown) => toastFailure(error));
  return (
    <Menu width={200}>
      <Menu.Target>
        <ActionIcon variant="default" size={34} aria-label={t('catalog.pageMenu')}>
          <IconDotsVertical size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={page.locked ? <IconLockOpen size={15} /> : <IconLock size={15} />}
          onClick={() => lock(!page.locked)}
        >
          {t(page.locked ? 'views.unlock' : 'views.lock')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
