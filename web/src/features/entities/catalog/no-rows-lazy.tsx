import { Button } from '@mantine/core';
import { IconFileImport, IconSearchOff, IconStack2 } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useMay } from '@/features/identity/public';
import { Empty } from '@/ui/empty';
import type { Catalog } from './use-catalog';

/** Says why there are no rows: nothing matches, or nothing exists yet. */
export default function NoRows({ catalog: { page, search, change } }: { catalog: Catalog }) {
  const { t } = useTranslation();
  const may = useMay();
  if (search.q || search.f) {
    const clear = () => change({ q: undefined, f: undefined });
    return (
      <Empty
        icon={<IconSearchOff size={28} stroke={1.5} />}
        title={t('catalog.noMatchTitle')}
        text={t('catalog.noMatchText')}
        action={
          <Button variant="default" onClick={clear}>
            {t('catalog.clearFilters')}
          </Button>
        }
      />
    );
  }
  return (
    <Empty
      icon={<IconStack2 size={28} stroke={1.5} />}
      title={t('catalog.emptyTitle', { what: page.title })}
      text={t('catalog.emptyText')}
      action={
        may('create:imports') && (
          <Button
            variant="default"
            leftSection={<IconFileImport size={15} />}
            renderRoot={(p) => <Link {...p} to="/imports" />}
          >
            {t('home.steps.import.action')}
          </Button>
        )
      }
    />
  );
}
