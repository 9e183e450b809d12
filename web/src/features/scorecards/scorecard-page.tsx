import { Button } from '@mantine/core';
import { IconChecklist, IconPencil, IconTrash } from '@tabler/icons-react';
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi, Link, notFound } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '@/features/identity/public';
import { usePage } from '@/lib/page';
import { Card } from '@/ui/card';
import { LinesChart } from '@/ui/chart/chart';
import { Failure } from '@/ui/failure';
import { PageHeader } from '@/ui/page-header';
import { Skeleton } from '@/ui/skeleton';
import { courseQuery, scorecardsQuery, summaryQuery } from './api';
import { percent, seriesOf } from './course';
import { DeleteScorecardDialog } from './delete-dialog';
import { Failing, LevelRing, RuleTable, TeamTable } from './figures';
import classes from './scorecards.module.css';
import './texts';

const route = getRouteApi('/app/scorecards/$scorecard');

/** How the entities of one scorecard do: by level, rule and team, and over time. */
export function ScorecardPage() {
  const { t, i18n } = useTranslation();
  const { scorecard: identifier } = route.useParams();
  const { data: scorecards } = useSuspenseQuery(scorecardsQuery);
  const { data: summary } = useSuspenseQuery(summaryQuery(identifier));
  const scorecard = scorecards.find((each) => each.identifier === identifier);
  if (!scorecard) throw notFound();
  usePage(summary.title, [{ label: t('nav.scorecards'), to: '/scorecards' }]);
  const share = percent(summary.passed, summary.tested, i18n.language);
  const about = t('scorecards.about', { count: summary.entities });
  const { levels, rules, teams, moreTeams, failing, blueprint } = summary;
  return (
    <div className="page">
      <PageHeader
        icon={<IconChecklist size={20} />}
        title={summary.title}
        description={summary.tested > 0 ? `${about} · ${t('scorecards.share', { share })}` : about}
        actions={<Actions identifier={identifier} />}
      />
      {summary.pending && (
        <p className={classes.pending} role="status">
          {t('scorecards.pending')}
        </p>
      )}
      <div className={classes.cards}>
        <div className={classes.third}>
          <Card title={t('scorecards.levels')}>
            <LevelRing levels={levels} />
          </Card>
        </div>
        <div className={classes.most}>
          <Card title={t('scorecards.course')}>
            <Course identifier={identifier} levels={levels} />
          </Card>
        </div>
        <div className={classes.most}>
          <Card title={t('scorecards.rules')} flush>
            <RuleTable rules={rules} levels={levels} />
          </Card>
        </div>
        <div className={classes.third}>
          <Card title={t('scorecards.failing')}>
            <Failing failing={failing} blueprint={blueprint} />
          </Card>
        </div>
        <div style={{ gridColumn: '1 / -1' }}>
          <Card title={t('scorecards.teams')} flush>
            <TeamTable teams={teams} levels={levels} moreTeams={moreTeams} />
          </Card>
        </div>
      </div>
    </div>
  );
}

function Course({ identifier, levels }: { identifier: string; levels: { title: string; color: string }[] }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(courseQuery(identifier));
  const series = useMemo(() => data && seriesOf(data, levels), [data, levels]);
  if (error && !series) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!series) return <Skeleton kind="lines" rows={4} />;
  return (
    <div className={classes.chart}>
      <LinesChart series={series} label={t('scorecards.courseLabel')} />
    </div>
  );
}

function Actions({ identifier }: { identifier: string }) {
  const { t } = useTranslation();
  const may = useMay();
  const { data: scorecards } = useSuspenseQuery(scorecardsQuery);
  const scorecard = scorecards.find((each) => each.identifier === identifier);
  const [deleting, setDeleting] = useState(false);
  return (
    <>
      {may('update:scorecards') && (
        <Button
          variant="default"
          leftSection={<IconPencil size={15} />}
          renderRoot={(props) => (
            <Link {...props} to="/builder/scorecards/$scorecard" params={{ scorecard: identifier }} />
          )}
        >
          {t('scorecards.edit')}
        </Button>
      )}
      {may('delete:scorecards') && (
        <Button variant="default" leftSection={<IconTrash size={15} />} onClick={() => setDeleting(true)}>
          {t('action.delete')}
        </Button>
      )}
      {deleting && scorecard && <DeleteScorecardDialog scorecard={scorecard} onClose={() => setDeleting(false)} />}
    </>
  );
}
