import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { EntityLink } from '@/features/entities/public';
import { formatList, formatNumber } from '@/lib/format';
import { Badge } from '@/ui/badge';
import { SharesChart } from '@/ui/chart/chart';
import { Empty } from '@/ui/empty';
import { toneOfColor } from '@/ui/tone';
import type { Figures } from './api';
import { percent, slicesOf } from './course';
import classes from './scorecards.module.css';

/** How many entities stand at each level, as a ring. */
export function LevelRing({ levels }: Pick<Figures, 'levels'>) {
  const { t } = useTranslation();
  const slices = slicesOf(levels);
  if (slices.length === 0) return <Empty title={t('scorecards.nobody')} text={t('scorecards.nobodyText')} />;
  const said = slices.map(({ name, value }) => `${name}: ${formatNumber(value)}`);
  return (
    <div className={classes.chart}>
      <SharesChart
        kind="pie"
        slices={slices}
        label={`${t('scorecards.levels')}: ${formatList(said)}`}
        format={formatNumber}
      />
    </div>
  );
}

function Table({ label, head, children }: { label: string; head: ReactNode; children: ReactNode }) {
  const { t } = useTranslation();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard.
    <section className={classes.scroll} tabIndex={0} aria-label={t('scorecards.asTable', { name: label })}>
      <table className={classes.figures}>
        <thead>
          <tr>{head}</tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </section>
  );
}

/** Each rule, the level that needs it, and how many entities pass. */
export function RuleTable({ rules, levels }: Pick<Figures, 'rules' | 'levels'>) {
  const { t, i18n } = useTranslation();
  const colors = new Map(levels.map(({ title, color }) => [title, color]));
  return (
    <Table
      label={t('scorecards.rules')}
      head={
        <>
          <th scope="col">{t('scorecards.rule')}</th>
          <th scope="col">{t('scorecards.level')}</th>
          <th scope="col" data-number>
            {t('scorecards.failed')}
          </th>
          <th scope="col" data-number>
            {t('scorecards.passing')}
          </th>
        </>
      }
    >
      {rules.map(({ identifier, title, level, passed, failed }) => (
        <tr key={identifier}>
          <th scope="row">{title}</th>
          <td>
            <Badge tone={toneOfColor(colors.get(level))}>{level}</Badge>
          </td>
          <td data-number>{formatNumber(failed)}</td>
          <td data-number>{percent(passed, passed + failed, i18n.language)}</td>
        </tr>
      ))}
    </Table>
  );
}

/** How each team's entities do. */
export function TeamTable({ teams, levels, moreTeams }: Pick<Figures, 'teams' | 'levels' | 'moreTeams'>) {
  const { t, i18n } = useTranslation();
  return (
    <>
      <Table
        label={t('scorecards.teams')}
        head={
          <>
            <th scope="col">{t('scorecards.team')}</th>
            {levels.map(({ title }) => (
              <th scope="col" key={title} data-number>
                {title}
              </th>
            ))}
            <th scope="col" data-number>
              {t('scorecards.passing')}
            </th>
          </>
        }
      >
        {teams.map(({ team, passed, tested, levels: counts }) => (
          <tr key={team ?? ''}>
            <th scope="row">
              {team === null ? t('scorecards.noTeam') : <EntityLink blueprint="_team" identifier={team} bare />}
            </th>
            {levels.map(({ title }) => (
              <td key={title} data-number>
                {formatNumber(counts[title] ?? 0)}
              </td>
            ))}
            <td data-number>{percent(passed, tested, i18n.language)}</td>
          </tr>
        ))}
      </Table>
      {moreTeams && <p className="muted small">{t('scorecards.moreTeams')}</p>}
    </>
  );
}

/** Who fails the most rules. */
export function Failing({ failing, blueprint }: Pick<Figures, 'failing'> & { blueprint: string }) {
  const { t } = useTranslation();
  if (failing.length === 0) return <p className="muted">{t('scorecards.allPass')}</p>;
  return (
    <ul className={classes.list}>
      {failing.map(({ identifier, title, failed }) => (
        <li key={identifier}>
          <EntityLink blueprint={blueprint} identifier={identifier} title={title} bare />
          <span className="muted small">{t('scorecards.misses', { count: failed.length })}</span>
        </li>
      ))}
    </ul>
  );
}
