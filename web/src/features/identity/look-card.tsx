import { NativeSelect, SegmentedControl, Switch } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { Preferences } from '@/api/contract';
import { preferencesQuery, useChoose } from '@/features/personal/public';
import { LANGUAGES } from '@/lib/i18n/languages';
import { timeZones } from '@/lib/time-zone';
import { Card } from '@/ui/card';
import { Failure } from '@/ui/failure';
import { Skeleton } from '@/ui/skeleton';
import classes from './profile.module.css';

/** Theme, language, density, time zone and shortcuts; each holds at once, in every browser of the person. */
export function LookCard() {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(preferencesQuery);
  return (
    <Card title={t('profile.look')}>
      {error && !data && <Failure error={error} onRetry={() => void refetch()} />}
      {!error && !data && <Skeleton kind="lines" rows={5} />}
      {data && <Choices chosen={data} />}
    </Card>
  );
}

function Choices({ chosen }: { chosen: Preferences }) {
  const { t } = useTranslation();
  const choose = useChoose();
  const languages = Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }));
  return (
    <div className={classes.form}>
      <Choice label={t('theme.label')}>
        {(id) => (
          <SegmentedControl
            aria-labelledby={id}
            value={chosen.theme}
            onChange={(theme) => choose({ theme: theme as Preferences['theme'] })}
            data={(['auto', 'light', 'dark'] as const).map((value) => ({ value, label: t(`theme.${value}`) }))}
          />
        )}
      </Choice>
      <NativeSelect
        label={t('user.language')}
        value={chosen.language}
        onChange={(event) => choose({ language: event.currentTarget.value as Preferences['language'] })}
        data={[{ value: 'auto', label: t('user.languageAuto') }, ...languages]}
      />
      <NativeSelect
        label={t('profile.timeZone')}
        value={chosen.timeZone ?? ''}
        onChange={(event) => choose({ timeZone: event.currentTarget.value || null })}
        data={[{ value: '', label: t('profile.systemZone') }, ...timeZones()]}
      />
      <Choice label={t('profile.density')}>
        {(id) => (
          <SegmentedControl
            aria-labelledby={id}
            value={chosen.density}
            onChange={(density) => choose({ density: density as Preferences['density'] })}
            data={(['comfortable', 'compact'] as const).map((value) => ({
              value,
              label: t(`profile.${value}`),
            }))}
          />
        )}
      </Choice>
      <Switch
        label={t('profile.singleKeys')}
        description={t('profile.singleKeysHelp')}
        checked={chosen.singleKeys}
        onChange={(event) => choose({ singleKeys: event.currentTarget.checked })}
      />
    </div>
  );
}

function Choice({ label, children }: { label: string; children: (id: string) => ReactNode }) {
  const id = useId();
  return (
    <div>
      <p id={id} className={classes.label}>
        {label}
      </p>
      {children(id)}
    </div>
  );
}
