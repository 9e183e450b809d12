import { ActionIcon, Tooltip } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Blueprint } from '@/api/contract';
import { entityPageQuery, entityTabs, MOST_TABS } from '@/features/dashboards/public';
import { useMay } from '@/features/identity/public';
import './texts';

const AddTab = lazy(async () => ({ default: (await import('@/features/dashboards/public-lazy')).AddTab }));

/** The way to one more dashboard on the pages of a blueprint's entities, for who may edit pages. */
export function AddDashboard({ blueprint, onAdded }: { blueprint: Blueprint; onAdded: (id: string) => void }) {
  const { t } = useTranslation();
  const may = useMay();
  const [open, setOpen] = useState(false);
  const { data: page } = useQuery(entityPageQuery(blueprint.identifier));
  if (page === undefined || !may(page ? 'update:pages' : 'create:pages')) return null;
  const full = page !== null && entityTabs(page).length >= MOST_TABS;
  const label = t(full ? 'detail.dashboards.full' : 'detail.dashboards.add');
  return (
    <>
      <Tooltip label={label}>
        <ActionIcon size={30} aria-label={label} aria-disabled={full} onClick={() => setOpen(!full)}>
          <IconPlus size={16} />
        </ActionIcon>
      </Tooltip>
      {open && (
        <Suspense fallback={null}>
          <AddTab blueprint={blueprint} page={page} onAdded={onAdded} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
