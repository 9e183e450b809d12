import { Button, Checkbox, Radio, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/error';
import { useMay, useSession } from '@/features/identity/public';
import { Dialog } from '@/ui/dialog';
import { entityQuery } from '../api';
import type { Catalog } from './use-catalog';
import type { useViews } from './use-views';
import classes from './views.module.css';
import type { Audience, View } from './views-api';

export interface ViewDialogProps {
  kind: 'create' | 'rename';
  /** The view that is renamed, or that a new one begins as. */
  view?: View;
  catalog: Catalog;
  actions: ReturnType<typeof useViews>;
  onClose: () => void;
}

/** Names a view, and says who sees it. */
export default function ViewDialog({ kind, view, catalog, actions, onClose }: ViewDialogProps) {
  const { t } = useTranslation();
  const renaming = kind === 'rename' && view !== undefined;
  const may = useMay();
  const teams = useOwnTeams();
  const [title, setTitle] = useState(renaming ? view.title : '');
  const [audience, setAudience] = useState<Audience>(renaming ? view.audience : 'personal');
  const [team, setTeam] = useState<string | null>(view?.team ?? teams[0] ?? null);
  const [preferred, setPreferred] = useState(renaming ? view.default : false);
  const [error, setError] = useState<unknown>(null);
  const [pending, setPending] = useState(false);
  const ready = title.trim() !== '' && (audience !== 'team' || team !== null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!ready) return;
    setPending(true);
    const said = { title: title.trim(), audience, ...(audience === 'team' ? { team } : {}), default: preferred };
    const work = renaming ? actions.rename(view, said) : actions.create({ ...said, state: catalog.saved.state });
    work.then(onClose).catch((failure: unknown) => {
      setError(failure);
      setPending(false);
    });
  };
  const own = team && !teams.includes(team) ? [team, ...teams] : teams;
  return (
    <Dialog onClose={onClose} title={t(renaming ? 'views.renameTitle' : 'views.createTitle')} size={440}>
      <form className={classes.form} onSubmit={submit}>
        <TextInput
          label={t('views.name')}
          value={title}
          maxLength={60}
          required
          data-autofocus
          error={error instanceof ApiError ? error.message : error ? String(error) : null}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        <Radio.Group label={t('views.audience')} value={audience} onChange={(value) => setAudience(value as Audience)}>
          <div className={classes.choices}>
            <Radio value="personal" label={t('views.forMe')} />
            <Radio
              value="team"
              label={t('views.forTeam')}
              disabled={own.length === 0}
              description={own.length === 0 ? t('views.noTeam') : undefined}
            />
            {may('update:pages') && <Radio value="page" label={t('views.forAll')} />}
          </div>
        </Radio.Group>
        {audience === 'team' && (
          <Select
            label={t('views.team')}
            data={own}
            value={team}
            onChange={setTeam}
            comboboxProps={{ withinPortal: false }}
          />
        )}
        <Checkbox
          label={t(`views.opens.${audience}`)}
          checked={preferred}
          onChange={(event) => setPreferred(event.currentTarget.checked)}
        />
        <div className={classes.actions}>
          <Button variant="default" onClick={onClose}>
            {t('action.cancel')}
          </Button>
          <Button type="submit" disabled={!ready} loading={pending}>
            {t('action.save')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** The teams that the person is in, as the catalog says. */
function useOwnTeams(): string[] {
  const { user } = useSession();
  const { data } = useQuery({ ...entityQuery('_user', user.email), retry: false });
  return data?.team ?? [];
}
