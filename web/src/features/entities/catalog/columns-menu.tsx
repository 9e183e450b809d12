import { Popover, UnstyledButton } from '@mantine/core';
import { IconColumns3 } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './catalog.module.css';
import type { Catalog } from './use-catalog';

const ColumnsPanel = lazy(() => import('./columns-panel-lazy'));

/** Opens the list of columns. */
export function ColumnsMenu({ catalog }: { catalog: Catalog }) {
  const { t } = useTranslation();
  const { cols } = catalog.search;
  return (
    <Popover position="bottom-end" width={320} trapFocus>
      <Popover.Target>
        <UnstyledButton className={classes.tool} data-on={cols !== undefined || undefined}>
          <IconColumns3 size={15} aria-hidden />
          <span className={classes.wide}>{t('catalog.columns')}</span>
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown p={8}>
        <Suspense fallback={<span className={classes.waiting} />}>
          <ColumnsPanel catalog={catalog} />
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  );
}
