import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { PortalPage } from '@/api/contract';
import { toastDeleted } from '@/features/bin/public';
import { ConfirmDelete } from '@/ui/confirm-delete';
import { toastFailure } from '@/ui/toast';
import { dashboardsQuery, deleteDashboard, pageQuery } from './api';

/** Asks before a dashboard goes; the entities that it shows stay. */
export default function DeleteDialog({ page, onClose }: { page: PortalPage; onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const remove = useMutation({
    mutationFn: () => deleteDashboard(page.identifier),
    onSuccess: async (traces) => {
      await navigate({ to: '/dashboards' });
      queryClient.removeQueries({ queryKey: pageQuery(page.identifier).queryKey });
      await queryClient.invalidateQueries({ queryKey: dashboardsQuery.queryKey, exact: true });
      void toastDeleted(t('dashboards.deleted', { name: page.title }), traces, queryClient);
    },
    onError: (error) => toastFailure(error),
  });
  return (
    <ConfirmDelete
      title={t('dashboards.deleteTitle', { name: page.title })}
      text={t('dashboards.deleteText')}
      deleting={remove.isPending}
      onDelete={() => remove.mutate()}
      onClose={onClose}
    />
  );
}
