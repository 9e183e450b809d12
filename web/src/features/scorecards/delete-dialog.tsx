import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ConfirmDelete } from '@/ui/confirm-delete';
import { toast, toastFailure } from '@/ui/toast';
import { deleteScorecard, refreshScorecards, type Scorecard } from './api';

/** Asks before a scorecard goes with all that is known of it; the entities stay. */
export function DeleteScorecardDialog({ scorecard, onClose }: { scorecard: Scorecard; onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const remove = useMutation({
    mutationFn: () => deleteScorecard(scorecard),
    onSuccess: async () => {
      onClose();
      await navigate({ to: '/scorecards' });
      await refreshScorecards(queryClient);
      toast(t('scorecards.deleted', { name: scorecard.title }));
    },
    onError: (error) => toastFailure(error),
  });
  return (
    <ConfirmDelete
      title={t('scorecards.deleteTitle', { name: scorecard.title })}
      text={t('scorecards.deleteText')}
      deleting={remove.isPending}
      onDelete={() => remove.mutate()}
      onClose={onClose}
    />
  );
}
