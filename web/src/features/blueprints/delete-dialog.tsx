import { Button } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Blueprint, Plan } from '@/api/contract';
import { ApiError } from '@/api/error';
import { toastDeleted } from '@/features/bin/public';
import { Badge } from '@/ui/badge';
import { Dialog } from '@/ui/dialog';
import { Failure } from '@/ui/failure';
import { Skeleton } from '@/ui/skeleton';
import { deleteBlueprint, deletionPlanQuery, refreshBlueprints } from './api';
import { pagesOf } from './impact';
import { PageUses } from './impact-dialog';
import classes from './impact-dialog.module.css';

interface DeleteDialogProps {
  blueprint: Blueprint;
  onClose: () => void;
}

/** What deleting a blueprint takes along, or what bars it. */
export function DeleteBlueprintDialog({ blueprint, onClose }: DeleteDialogProps) {
  const { t } = useTranslation();
  const name = blueprint.title || blueprint.identifier;
  const plan = useQuery(deletionPlanQuery(blueprint.identifier));
  return (
    <Dialog title={t('builder.delete.title', { name })} onClose={onClose} size={520}>
      {plan.error && <Failure error={plan.error} />}
      {plan.isPending && <Skeleton kind="lines" rows={3} />}
      {plan.data && (
        <Confirm
          key={plan.data.digest}
          blueprint={blueprint}
          plan={plan.data}
          onClose={onClose}
          onOutdated={() => void plan.refetch()}
        />
      )}
    </Dialog>
  );
}

function Confirm({ blueprint, plan, onClose, onOutdated }: DeleteDialogProps & { plan: Plan; onOutdated: () => void }) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const barred = plan.policies.filter(({ outcome }) => outcome === 'deny');
  const pages = pagesOf(plan);
  const removal = useMutation({
    mutationFn: () => deleteBlueprint(blueprint.identifier, plan.digest),
    onSuccess: async (traces) => {
      const done = t('builder.delete.done', { name: blueprint.title || blueprint.identifier });
      void toastDeleted(done, traces, queryClient);
      onClose();
      await refreshBlueprints(queryClient);
    },
    onError: (error) => {
      if (error instanceof ApiError && error.code === 'plan_outdated') onOutdated();
    },
  });
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        removal.mutate();
      }}
    >
      {removal.error && <Failure error={removal.error} />}
      <p>{t(barred.length > 0 ? 'builder.delete.barred' : 'builder.delete.text')}</p>
      <ul className={classes.kinds}>
        {barred.map(({ message }) => (
          <li key={message}>
            <Badge tone="bad">{t('builder.delete.needed')}</Badge> {message}
          </li>
        ))}
        {pages.length > 0 && (
          <li>
            <Badge tone="warn">{t('builder.delete.pages')}</Badge>
            <PageUses pages={pages} />
          </li>
        )}
      </ul>
      <div className={classes.actions}>
        <Button variant="default" onClick={onClose} data-autofocus>
          {t('action.cancel')}
        </Button>
        <Button
          type="submit"
          color="var(--bad-fill)"
          disabled={barred.length > 0}
          loading={removal.isPending}
          leftSection={<IconTrash size={15} />}
        >
          {t('action.delete')}
        </Button>
      </div>
    </form>
  );
}
