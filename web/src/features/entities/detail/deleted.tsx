import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Change, Entity } from '@/api/contract';
import { restoreDeleted } from '@/features/bin/public';
import { useMay } from '@/features/identity/public';
import { Time } from '@/ui/time';
import { toastFailure } from '@/ui/toast';
import { refreshEntities } from '../api';
import './texts';

/** Says who deleted an entity, and when: what is shown is its last state. */
export function Deleted({ deletion }: { deletion: Change }) {
  const { t } = useTranslation();
  const name = deletion.actor.name || deletion.actor.id || t('entity.change.unknown');
  return (
    <span>
      {t('detail.deleted.by', { name })} <Time at={deletion.at} />. {t('detail.deleted.last')}
    </span>
  );
}

interface RestoreButtonProps {
  entity: Entity;
  deletion: Change;
  onRestored: () => void;
}

/** Brings it back, with what went with it; the bin says so where it holds it no more. */
export function RestoreButton({ entity, deletion, onRestored }: RestoreButtonProps) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const may = useMay();
  const restore = useMutation({
    mutationFn: () => restoreDeleted(deletion.trace ?? '', queryClient),
    onSuccess: async () => {
      await refreshEntities(queryClient, entity.blueprint);
      onRestored();
    },
    onError: (error) => toastFailure(error),
  });
  if (!may('create:entities') || !deletion.trace) return null;
  return (
    <Button size="xs" loading={restore.isPending} onClick={() => restore.mutate()}>
      {t('detail.deleted.restore')}
    </Button>
  );
}
