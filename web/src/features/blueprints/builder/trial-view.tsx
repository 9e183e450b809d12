import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconAlertTriangle } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatNumber } from '@/lib/format';
import { Failure } from '@/ui/failure';
import { Skeleton } from '@/ui/skeleton';
import { entityNamesQuery, type Tried } from '../api';
import classes from './trial.module.css';
import type { Trial } from './use-trial';

/** What a definition comes to for some entities, as it is written. */
export function TrialView({ trial }: { trial: Trial }) {
  const { t } = useTranslation();
  const heading = useId();
  return (
    <section className={classes.trial} aria-labelledby={heading}>
      <div className={classes.head}>
        <h3 id={heading}>{t('trial.title')}</h3>
        <span className="grow" />
        {trial.blueprint && <EntityField trial={trial} blueprint={trial.blueprint} />}
      </div>
      <p className={classes.text}>{trial.hint ?? t('trial.text')}</p>
      {!trial.hint && <Outcome trial={trial} />}
    </section>
  );
}

function Outcome({ trial }: { trial: Trial }) {
  const { t } = useTranslation();
  const { results, failure } = trial;
  if (failure) return <Failure title={t('trial.failed')} error={failure} onRetry={trial.retry} />;
  if (trial.refused) {
    return (
      <p className={classes.refused} role="alert">
        <IconAlertTriangle size={15} aria-hidden />
        <span>{trial.other ?? t('trial.refused')}</span>
      </p>
    );
  }
  if (!results) return <Skeleton kind="lines" rows={3} />;
  if (results.length === 0) return <p className={classes.text}>{t('trial.empty')}</p>;
  return (
    <table className={classes.table} aria-label={t('trial.title')} aria-busy={trial.busy} data-busy={trial.busy}>
      <tbody>
        {results.map((each) => (
          <tr key={each.identifier}>
            <th scope="row">
              {each.title || each.identifier} {each.title && <code>{each.identifier}</code>}
            </th>
            <td>
              <Came to={each} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Came({ to: { value, error } }: { to: Tried }) {
  const { t } = useTranslation();
  if (error) {
    return (
      <span className={classes.failed}>
        <IconAlertTriangle size={15} aria-hidden />
        <span>{error}</span>
      </span>
    );
  }
  if (value === null || value === undefined) return <span className="faint">{t('trial.none')}</span>;
  if (typeof value === 'number') return formatNumber(value);
  return <code>{typeof value === 'string' ? value : JSON.stringify(value)}</code>;
}

function EntityField({ trial, blueprint }: { trial: Trial; blueprint: string }) {
  const { t } = useTranslation();
  const [search, setSearch] = useState('');
  const [asked] = useDebouncedValue(search, 200);
  const [open, setOpen] = useState(false);
  const { data: found } = useQuery({
    ...entityNamesQuery(blueprint, asked),
    enabled: open,
    placeholderData: keepPreviousData,
  });
  const options = (found ?? []).map(({ identifier, title }) => ({ value: identifier, label: title || identifier }));
  const chosen = trial.entity;
  if (chosen && !options.some(({ value }) => value === chosen)) options.unshift({ value: chosen, label: chosen });
  return (
    <Select
      aria-label={t('trial.entity')}
      placeholder={t('trial.first')}
      size="xs"
      w={220}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': t('trial.first') }}
      data={options}
      filter={({ options: all }) => all}
      value={chosen}
      nothingFoundMessage={found && t('trial.notFound')}
      onDropdownOpen={() => setOpen(true)}
      onSearchChange={(next) => setSearch(options.some(({ label }) => label === next) ? '' : next)}
      onChange={trial.choose}
    />
  );
}
