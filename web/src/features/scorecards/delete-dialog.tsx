import { Button, Group } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Dialog } from '@/ui/dialog';
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
    <Dialog title={t('scorecards.deleteTitle', { name: scorecard.title })} size={420} onClose={onClose}>
      <p>{t('scorecards.deleteText')}</p>
      <Group justify="flex-end" mt="md" gap={8}>
        <Button variant="default" onClick={onClose}>
          {t('action.cancel')}
        </Button>
        <Button color="red" loading={remove.isPending} onClick={() => remove.mutate()}>
          {t('action.delete')}
        </Button>
      </Group>
    </Dialog>
  );
}
