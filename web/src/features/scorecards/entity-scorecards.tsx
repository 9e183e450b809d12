import { IconChecklist } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Badge, Status } from '@/ui/badge';
import { Card } from '@/ui/card';
import { Empty } from '@/ui/empty';
import { Failure } from '@/ui/failure';
import { Skeleton } from '@/ui/skeleton';
import { Time } from '@/ui/time';
import { toneOfColor } from '@/ui/tone';
import { type EntityScorecard, entityScorecardsQuery } from './api';
import classes from './scorecards.module.css';
import './texts';

/** How one entity stands in each scorecard that is about it, rule by rule, and since when. */
export function EntityScorecards({ blueprint, identifier }: { blueprint: string; identifier: string }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(entityScorecardsQuery(blueprint, identifier));
  if (error && !data) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton kind="lines" rows={6} />;
  if (data.length === 0) {
    return (
      <Empty
        icon={<IconChecklist size={28} stroke={1.5} />}
        title={t('scorecards.none')}
        text={t('scorecards.noneText')}
      />
    );
  }
  return (
    <div className={classes.stack}>
      {data.map((scorecard) => (
        <OfOne key={scorecard.identifier} scorecard={scorecard} />
      ))}
    </div>
  );
}

function OfOne({ scorecard: { identifier, title, levels, level, rules } }: { scorecard: EntityScorecard }) {
  const { t } = useTranslation();
  const colors = new Map(levels.map((each) => [each.title, each.color]));
  return (
    <Card
      title={
        <Link to="/scorecards/$scorecard" params={{ scorecard: identifier }}>
          {title}
        </Link>
      }
      action={<Badge tone={toneOfColor(colors.get(level))}>{level}</Badge>}
      flush
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard. */}
      <section className={classes.scroll} tabIndex={0} aria-label={t('scorecards.asTable', { name: title })}>
        <table className={classes.figures}>
          <thead>
            <tr>
              <th scope="col">{t('scorecards.rule')}</th>
              <th scope="col">{t('scorecards.level')}</th>
              <th scope="col">{t('scorecards.result')}</th>
              <th scope="col">{t('scorecards.since')}</th>
            </tr>
          </thead>
          <tbody>
            {rules.map((rule) => (
              <tr key={rule.identifier}>
                <th scope="row">
                  {rule.title}
                  {rule.description && <p className="muted small">{rule.description}</p>}
                </th>
                <td>
                  <Badge tone={toneOfColor(colors.get(rule.level))}>{rule.level}</Badge>
                </td>
                <td>
                  <Status tone={rule.status === 'SUCCESS' ? 'ok' : 'bad'}>
                    {t(`scorecards.status.${rule.status}`)}
                  </Status>
                </td>
                <td>
                  <Time at={rule.since} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </Card>
  );
}
