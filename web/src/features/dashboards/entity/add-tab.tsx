import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Blueprint, PortalPage } from '@/api/contract';
import { createEntityPage, refreshDashboards, saveDashboard } from '../api';
import { freshId } from '../edit/fresh-id';
import { entityTabs, type TabName, withTab } from '../model/entity-page';
import '../texts';
import { TabDialog } from './tab-dialog';

interface AddTabProps {
  blueprint: Blueprint;
  /** The template of the pages of its entities, if there is one. */
  page: PortalPage | null;
  onAdded: (tab: string) => void;
  onClose: () => void;
}

/** Adds a dashboard to the pages of all entities of a blueprint. */
export function AddTab({ blueprint, page, onAdded, onClose }: AddTabProps) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const add = async (name: TabName) => {
    const id = freshId();
    const title = blueprint.title || blueprint.identifier;
    const widgets = withTab(page ?? { title, widgets: [] }, id, name);
    if (page) await saveDashboard(page.identifier, { widgets });
    else await createEntityPage(blueprint.identifier, title, widgets);
    await refreshDashboards(queryClient);
    onAdded(id);
  };
  return (
    <TabDialog
      heading={t('dashboards.addTab', { blueprint: blueprint.title || blueprint.identifier })}
      submit={t('dashboards.create')}
      taken={page ? entityTabs(page).map(({ title }) => title) : []}
      onClose={onClose}
      onName={add}
    />
  );
}
