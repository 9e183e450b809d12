import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { previewQuery, type ScorecardInput } from './api';
import { Failing, LevelRing } from './figures';
import classes from './scorecards.module.css';

/** How entities would do in a scorecard that is still being written. */
export function Preview({ blueprint, input }: { blueprint: string; input: ScorecardInput | null }) {
  const { t } = useTranslation();
  const { data, error } = useQuery({ ...previewQuery(blueprint, input), placeholderData: keepPreviousData });
  if (error) {
    return (
      <p className="muted" role="status">
        {error.message}
      </p>
    );
  }
  if (!data) return <p className="muted">{t('scorecards.previewText')}</p>;
  const { total, entities, levels, rules, failing } = data;
  return (
    <>
      <p role="status">{t('scorecards.wouldMeasure', { entities, total })}</p>
      <LevelRing levels={levels} />
      <ul className={classes.list}>
        {rules.map(({ identifier, title, passed, failed }) => (
          <li key={identifier}>
            <b>{title}</b>
            <span className="muted small">{t('scorecards.wouldPass', { passed, total: passed + failed })}</span>
          </li>
        ))}
      </ul>
      <h2>{t('scorecards.failing')}</h2>
      <Failing failing={failing} blueprint={blueprint} />
    </>
  );
}
