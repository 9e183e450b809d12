import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Blueprint, PortalPage } from '@/api/contract';
import { isStatus } from '@/api/error';
import { changeWidgets, createEntityPage, entityPageQuery, refreshDashboards } from '../api';
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
    const addTo = ({ identifier }: PortalPage) => changeWidgets(identifier, (now) => withTab(now, id, name));
    const create = () => createEntityPage(blueprint.identifier, title, withTab({ title, widgets: [] }, id, name));
    await (page ? addTo(page) : create()).catch(async (error) => {
      if (!isStatus(error, 409)) throw error; // somebody made the template meanwhile
      const there = await queryClient.fetchQuery({ ...entityPageQuery(blueprint.identifier), staleTime: 0 });
      if (!there) throw error;
      await addTo(there);
    });
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
