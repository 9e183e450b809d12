import { Button, TextInput } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportSource, PlanEffect } from '@/api/contract';
import { Dialog } from '@/ui/dialog';
import { Failure } from '@/ui/failure';
import { Skeleton } from '@/ui/skeleton';
import { toast } from '@/ui/toast';
import { removalQuery, removeSource } from './actions';
import { importKeys } from './api';
import classes from './imports.module.css';

const SHOWN = 8;

/** Shows what goes with a source, and asks for its name. */
export default function RemoveSourceDialog({ source, onClose }: { source: ImportSource; onClose: () => void }) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const [typed, setTyped] = useState('');
  const plan = useQuery(removalQuery(source.name));
  const removing = useMutation({
    mutationFn: () => removeSource(source.name, plan.data?.digest ?? ''),
    onSuccess: async () => {
      toast(t('imports.source.removed', { name: source.name }));
      onClose();
      for (const queryKey of [importKeys.sources, ['pages'], ['entities'], ['blueprints']])
        void queryClient.invalidateQueries({ queryKey });
    },
    onError: () => void plan.refetch(), // the catalog has changed: what would go now is shown again
  });
  return (
    <Dialog onClose={onClose} size={520} title={t('imports.source.remove', { name: source.name })}>
      <form
        className={classes.dialog}
        onSubmit={(event) => {
          event.preventDefault();
          removing.mutate();
        }}
      >
        <p>{t('imports.source.removeText')}</p>
        {plan.isPending && <Skeleton kind="lines" rows={3} />}
        {plan.error && <Failure error={plan.error} onRetry={() => void plan.refetch()} />}
        {plan.data && <Effects effects={[...plan.data.entities, ...plan.data.others]} counts={plan.data.counts} />}
        <TextInput
          label={t('imports.source.type', { name: source.name })}
          value={typed}
          autoComplete="off"
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        {removing.error && <Failure error={removing.error} title={t('imports.source.failed')} />}
        <div className={classes.dialogActions}>
          <Button variant="default" onClick={onClose}>
            {t('action.cancel')}
          </Button>
          <Button
            type="submit"
            color="var(--bad-fill)"
            leftSection={<IconTrash size={15} />}
            disabled={typed !== source.name || !plan.data}
            loading={removing.isPending}
          >
            {t('imports.source.removeAction')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function Effects({ effects, counts }: { effects: PlanEffect[]; counts: Record<string, Record<string, number>> }) {
  const { t } = useTranslation();
  const gone = effects.filter(({ op }) => op === 'delete');
  const total = (counts.entities?.delete ?? 0) + (counts.others?.delete ?? 0);
  if (total === 0) return <p className={classes.note}>{t('imports.source.nothing')}</p>;
  return (
    <div className={classes.effects}>
      <p>{t('imports.source.deletes', { count: total })}</p>
      <ul>
        {gone.slice(0, SHOWN).map(({ kind, subject }) => (
          <li key={`${kind} ${subject}`}>
            <code>{subject}</code>
          </li>
        ))}
        {total > SHOWN && <li className="muted">{t('imports.source.others', { count: total - SHOWN })}</li>}
      </ul>
    </div>
  );
}
