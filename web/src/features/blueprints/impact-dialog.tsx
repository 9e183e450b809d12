import { Button, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Blueprint, BlueprintInput, Plan } from '@/api/contract';
import { Badge } from '@/ui/badge';
import { Dialog } from '@/ui/dialog';
import { Failure } from '@/ui/failure';
import { Skeleton } from '@/ui/skeleton';
import type { Tone } from '@/ui/tone';
import { type Impact, impactOf, isHarmless } from './impact';
import classes from './impact-dialog.module.css';

interface ImpactDialogProps {
  title: string;
  before: Blueprint;
  after: BlueprintInput;
  entities: number;
  plan: Plan | undefined;
  error: unknown;
  saving: boolean;
  /** Where an earlier version is brought back: what that changes. */
  restored?: ReactNode;
  onClose: () => void;
  onSave: () => void;
}

/** What saving would do to entities, pages and other blueprints, before it does. */
export function ImpactDialog(props: ImpactDialogProps) {
  const { t } = useTranslation();
  const { plan, before, after } = props;
  return (
    <Dialog onClose={props.onClose} title={props.title} size={560}>
      {props.error !== null && <Failure title={t('builder.impact.refused')} error={props.error} />}
      {!plan && props.error === null && <Skeleton kind="lines" rows={3} />}
      {plan && <Consequences {...props} impact={impactOf(before, after, plan)} />}
    </Dialog>
  );
}

function Consequences(props: ImpactDialogProps & { impact: Impact }) {
  const { impact, before, entities, saving, restored, onClose, onSave } = props;
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const loses = impact.losses.length > 0;
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        onSave();
      }}
    >
      <p>{t('builder.impact.entities', { count: entities })}</p>
      {isHarmless(impact) && <p className="muted">{t('builder.impact.nothing')}</p>}
      <ul className={classes.kinds}>
        <Losses impact={impact} />
        <Pages impact={impact} />
        <Names tone="bad" kind="removed" names={impact.removed} />
        <Names tone="warn" kind="newlyRequired" names={impact.newlyRequired} />
        <Names tone="info" kind="followers" names={impact.followers} />
        <Names tone="ok" kind="added" names={impact.added} />
      </ul>
      {restored}
      {loses && (
        <TextInput
          label={t('entity.delete.type', { identifier: before.identifier })}
          autoComplete="off"
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      )}
      <div className={classes.actions}>
        <Button variant="default" onClick={onClose}>
          {t('action.cancel')}
        </Button>
        <Button
          type="submit"
          color={loses ? 'var(--bad-fill)' : undefined}
          disabled={loses && typed !== before.identifier}
          loading={saving}
          data-autofocus={loses ? undefined : true}
        >
          {t(restored ? 'builder.history.restore' : 'action.save')}
        </Button>
      </div>
    </form>
  );
}

type Kind = 'losses' | 'pages' | 'removed' | 'newlyRequired' | 'followers' | 'added';

function Item({ tone, kind, children }: { tone: Tone; kind: Kind; children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <li>
      <Badge tone={tone}>{t(`builder.impact.${kind}`)}</Badge>
      <p className="muted small">{t(`builder.impact.${kind}Text`)}</p>
      {children}
    </li>
  );
}

function Names({ tone, kind, names }: { tone: Tone; kind: Kind; names: string[] }) {
  if (names.length === 0) return null;
  return (
    <Item tone={tone} kind={kind}>
      <code>{names.join(', ')}</code>
    </Item>
  );
}

function Losses({ impact: { losses } }: { impact: Impact }) {
  const { t } = useTranslation();
  if (losses.length === 0) return null;
  return (
    <Item tone="bad" kind="losses">
      <ul className={classes.lines}>
        {losses.map(({ name, kind, count }) => (
          <li key={`${kind}.${name}`}>
            <code>{name}</code> {t(`builder.impact.${kind}`, { count })}
          </li>
        ))}
      </ul>
    </Item>
  );
}

function Pages({ impact: { pages } }: { impact: Impact }) {
  if (pages.length === 0) return null;
  return (
    <Item tone="warn" kind="pages">
      <PageUses pages={pages} />
    </Item>
  );
}

/** Pages by title, with what each of them names. */
export function PageUses({ pages }: { pages: Impact['pages'] }) {
  const { t } = useTranslation();
  return (
    <ul className={classes.lines}>
      {pages.map(({ identifier, title, uses }) => (
        <li key={identifier}>
          <b>{title}</b> {uses.length > 0 && t('builder.impact.uses', { names: uses.join(', ') })}
        </li>
      ))}
    </ul>
  );
}
