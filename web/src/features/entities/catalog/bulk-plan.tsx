import { Button, Checkbox, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlanEffect } from '@/api/contract';
import { ApiError } from '@/api/error';
import { formatList, formatNumber, humanize } from '@/lib/format';
import { sameValue } from '@/lib/same-value';
import { Failure } from '@/ui/failure';
import { Skeleton } from '@/ui/skeleton';
import classes from './bulk.module.css';
import { type BulkOrder, type BulkPlan, bulkPlanQuery, type Refused, type Started, startBulk } from './bulk-api';

interface BulkPlanStepProps {
  order: BulkOrder;
  onBack: () => void;
  onStarted: (operation: Started) => void;
}

const ASK_TO_TYPE = 100;
const SHOWN = 8;

/** What would happen, before it does; the confirmation holds for exactly this. */
export function BulkPlanStep({ order, onBack, onStarted }: BulkPlanStepProps) {
  const { t } = useTranslation();
  const [dependents, setDependents] = useState(false);
  const [outdated, setOutdated] = useState(false);
  const whole = { ...order, dependents };
  const plan = useQuery({ ...bulkPlanQuery(whole), retry: false });
  const start = useMutation({
    mutationFn: (digest: string) => startBulk(whole, digest),
    onSuccess: onStarted,
    onError: (error) => {
      if (!(error instanceof ApiError) || error.code !== 'plan_outdated') return;
      setOutdated(true);
      void plan.refetch();
    },
  });
  const barred = plan.error instanceof ApiError && plan.error.code === 'has_dependents';
  return (
    <div className={classes.form}>
      {outdated && (
        <p className={classes.notice} role="status">
          {t('entity.delete.outdated')}
        </p>
      )}
      {plan.isPending && <Skeleton kind="lines" rows={5} />}
      {plan.error && <Failure error={plan.error} onRetry={barred ? undefined : () => void plan.refetch()} />}
      {(barred || dependents) && (
        <Checkbox
          label={t('entity.delete.withDependents')}
          checked={dependents}
          onChange={(event) => setDependents(event.currentTarget.checked)}
        />
      )}
      {start.error && !outdated && <Failure error={start.error} />}
      <Confirm
        key={plan.data?.digest}
        plan={plan.data}
        deletes={order.change === null}
        pending={start.isPending}
        onBack={onBack}
        onConfirm={(digest) => start.mutate(digest)}
      />
    </div>
  );
}

/** Whether anything may come of it: what lies beyond the rehearsal may take what all the rehearsed refused. */
export function does({
  plan,
  count,
  rehearsed,
}: Pick<BulkPlan, 'count' | 'rehearsed'> & { plan: { entities: unknown[] } }) {
  return plan.entities.length > 0 || count > rehearsed;
}

interface ConfirmProps {
  plan: BulkPlan | undefined;
  deletes: boolean;
  pending: boolean;
  onBack: () => void;
  onConfirm: (digest: string) => void;
}

function Confirm({ plan, deletes, pending, onBack, onConfirm }: ConfirmProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const count = plan?.count ?? 0;
  const asks = deletes && count > ASK_TO_TYPE;
  const ready = plan !== undefined && does(plan) && (!asks || typed === String(count));
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) onConfirm(plan.digest);
      }}
    >
      {plan && <PlanSummary plan={plan} />}
      {asks && (
        <TextInput
          label={t('bulk.type', { count })}
          inputMode="numeric"
          autoComplete="off"
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      )}
      <div className={classes.actions}>
        <Button variant="default" onClick={onBack}>
          {t(deletes ? 'action.cancel' : 'bulk.back')}
        </Button>
        <Button type="submit" disabled={!ready} loading={pending} color={deletes ? 'var(--bad-fill)' : undefined}>
          {t(deletes ? 'bulk.delete' : 'bulk.change', { count })}
        </Button>
      </div>
    </form>
  );
}

function PlanSummary({ plan: { plan, count, rehearsed, failures } }: { plan: BulkPlan }) {
  const { t } = useTranslation();
  const more = plan.entities.length - SHOWN;
  return (
    <>
      {count > rehearsed && <p className={classes.notice}>{t('bulk.rehearsed', { rehearsed, count })}</p>}
      {plan.entities.length === 0 && <p className="muted">{t('bulk.nothing')}</p>}
      {plan.entities.length > 0 && (
        <ul className={classes.effects} aria-label={t('bulk.effects')}>
          {plan.entities.slice(0, SHOWN).map((effect) => (
            <li key={effect.subject}>
              <span className="truncate">{effect.subject}</span>
              <Difference effect={effect} />
            </li>
          ))}
        </ul>
      )}
      {more > 0 && <p className="faint small">{t('value.more', { count: more })}</p>}
      <Refusals failures={failures} />
    </>
  );
}

function said(value: unknown): string {
  if (value === null || value === undefined || (Array.isArray(value) && value.length === 0)) return '—';
  if (typeof value === 'number') return formatNumber(value);
  if (Array.isArray(value)) return formatList(value.map(said));
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Of two lists, only what each has over the other: the rest stays. */
export function apart(before: unknown, after: unknown): [unknown, unknown] {
  if (!Array.isArray(before) || !Array.isArray(after)) return [before, after];
  const over = (one: unknown[], other: unknown[]) => one.filter((each) => !other.some((its) => sameValue(each, its)));
  const [gone, come] = [over(before, after), over(after, before)];
  return gone.length + come.length > 0 ? [gone, come] : [before, after];
}

function Difference({ effect: { op, before, after } }: { effect: PlanEffect }) {
  const { t } = useTranslation();
  if (op === 'delete') return <span className={classes.gone}>{t('bulk.gone')}</span>;
  const [name] = Object.keys({ ...before, ...after });
  if (name === undefined) return null;
  const [old, now] = apart(before?.[name], after?.[name]);
  return (
    <span className={classes.difference}>
      <span className="faint">{humanize(name.split('.').at(-1) ?? name)}</span>
      <del>{said(old)}</del>
      <ins>{said(now)}</ins>
    </span>
  );
}

/** The entities that would not take, or did not take, a change, with the reason. */
export function Refusals({ failures }: { failures: Refused[] }) {
  const { t } = useTranslation();
  if (failures.length === 0) return null;
  return (
    <section className={classes.refused}>
      <h3>{t('bulk.refused', { count: failures.length })}</h3>
      <ul>
        {failures.slice(0, SHOWN).map(({ identifier, message }) => (
          <li key={identifier}>
            <b>{identifier}</b> {message}
          </li>
        ))}
      </ul>
    </section>
  );
}
