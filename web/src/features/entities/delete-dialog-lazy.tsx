import { Button, Checkbox, TextInput } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityRef, Plan } from '@/api/contract';
import { ApiError } from '@/api/error';
import { toastDeleted } from '@/features/bin/public';
import { humanize } from '@/lib/format';
import { Dialog } from '@/ui/dialog';
import { Failure } from '@/ui/failure';
import { Skeleton } from '@/ui/skeleton';
import { deleteEntity, deletePlanQuery, refreshEntities } from './api';
import { whileLeaving } from './changed';
import classes from './delete-dialog.module.css';
import { consequencesOf } from './delete-plan';
import { EntityLink } from './entity-link';

interface DeleteDialogProps {
  blueprint: string;
  identifier: string;
  onClose: () => void;
  onDeleted: () => void | Promise<void>;
}

/** Names what will be deleted and what follows from it, before anything is. */
export default function DeleteDialog(props: DeleteDialogProps) {
  const { t } = useTranslation();
  return (
    <Dialog onClose={props.onClose} title={t('entity.delete.one', { name: props.identifier })} size={520}>
      <DeleteOne {...props} />
    </Dialog>
  );
}

/** Says that it is done, leaves the page of what is gone, and only then reads anything again. */
function useAfterwards({ blueprint, onDeleted }: DeleteDialogProps) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  return async (count: number, traces: string[]) => {
    void toastDeleted(t('entity.delete.done', { count }), traces, queryClient);
    await onDeleted();
    void refreshEntities(queryClient, blueprint);
  };
}

function DeleteOne(props: DeleteDialogProps) {
  const { t } = useTranslation();
  const { blueprint, identifier } = props;
  const plan = useQuery(deletePlanQuery(blueprint, identifier));
  const [outdated, setOutdated] = useState(false);
  if (plan.error) return <Failure error={plan.error} onRetry={() => void plan.refetch()} />;
  if (!plan.data) return <Skeleton kind="lines" rows={3} />;
  const renew = () => {
    setOutdated(true);
    void plan.refetch();
  };
  return (
    <>
      {outdated && (
        <p className={classes.outdated} role="status">
          {t('entity.delete.outdated')}
        </p>
      )}
      <Confirm key={plan.data.digest} {...props} plan={plan.data} onOutdated={renew} />
    </>
  );
}

interface ConfirmProps extends DeleteDialogProps {
  plan: Plan;
  onOutdated: () => void;
}

function Confirm(props: ConfirmProps) {
  const { t } = useTranslation();
  const { blueprint, identifier, plan } = props;
  const [agreed, setAgreed] = useState(false);
  const [typed, setTyped] = useState('');
  const afterwards = useAfterwards(props);
  const { deleted, changed } = consequencesOf({ blueprint, identifier }, plan);
  const removal = useMutation({
    mutationFn: () =>
      whileLeaving({ blueprint, identifier }, async () => {
        await afterwards(1 + deleted.length, await deleteEntity(blueprint, identifier, plan.digest));
      }),
    onError: (error) => {
      if (error instanceof ApiError && error.code === 'plan_outdated') props.onOutdated();
    },
  });
  const ready = deleted.length === 0 || (agreed && typed === identifier);
  return (
    <Form
      {...props}
      count={1 + deleted.length}
      ready={ready}
      pending={removal.isPending}
      onSubmit={() => removal.mutate()}
    >
      <p>{t('entity.delete.oneText')}</p>
      <Effects title={t('entity.delete.alsoDeleted', { count: deleted.length })} items={deleted} />
      <Effects title={t('entity.delete.loseRelation', { count: changed.length })} items={changed} />
      {plan.truncated && <p className="muted small">{t('entity.delete.cut')}</p>}
      {deleted.length > 0 && (
        <>
          <Checkbox
            label={t('entity.delete.withDependents')}
            checked={agreed}
            onChange={(event) => setAgreed(event.currentTarget.checked)}
          />
          <TextInput
            label={t('entity.delete.type', { identifier })}
            value={typed}
            autoComplete="off"
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
        </>
      )}
      {removal.error && <Failure error={removal.error} title={t('entity.delete.failed')} />}
    </Form>
  );
}

interface FormProps {
  count: number;
  ready: boolean;
  pending: boolean;
  onClose: () => void;
  onSubmit: () => void;
  children: ReactNode;
}

function Form({ count, ready, pending, onClose, onSubmit, children }: FormProps) {
  const { t } = useTranslation();
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) onSubmit();
      }}
    >
      {children}
      <div className={classes.actions}>
        <Button variant="default" onClick={onClose}>
          {t('action.cancel')}
        </Button>
        <Button
          type="submit"
          color="var(--bad-fill)"
          leftSection={<IconTrash size={15} />}
          disabled={!ready}
          loading={pending}
        >
          {t('entity.delete.confirm', { count })}
        </Button>
      </div>
    </form>
  );
}

/** "relations.partOfSystem" as "Part of system". */
function nameOf(field: string): string {
  return humanize(field.split('.').at(-1) ?? field);
}

function Effects({ title, items }: { title: string; items: (EntityRef & { fields?: string[] })[] }) {
  const { t } = useTranslation();
  if (items.length === 0) return null;
  return (
    <section className={classes.effects}>
      <h3>{title}</h3>
      <ul>
        {items.slice(0, 8).map(({ blueprint, identifier, fields = [] }) => (
          <li key={`${blueprint}/${identifier}`}>
            <EntityLink blueprint={blueprint} identifier={identifier} />
            <span className="faint small truncate">{fields.map(nameOf).join(', ') || humanize(blueprint)}</span>
          </li>
        ))}
      </ul>
      {items.length > 8 && <p className="faint small">{t('value.more', { count: items.length - 8 })}</p>}
    </section>
  );
}
