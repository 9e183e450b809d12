import { IconArrowDownRight, IconArrowRight, IconArrowUpRight } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { entityQuery } from '@/features/entities/public';
import { Status } from '@/ui/badge';
import { Sparkline } from '@/ui/chart/chart';
import { Empty } from '@/ui/empty';
import { Failure } from '@/ui/failure';
import { Skeleton } from '@/ui/skeleton';
import { type FigureRequest, figureQuery, historyQuery, type Trend, trendQuery } from '../api';
import { useScope } from '../board/scope';
import { useDataset, useDrill } from '../board/use-dataset';
import { subjectOf } from '../model/dataset';
import { formatted, meaningOf, unitOf } from '../model/figure';
import { filled } from '../model/placeholders';
import type { Widget } from '../model/types';
import { timeOf } from './lines';
import type { WidgetProps } from './registry';
import classes from './widgets.module.css';

type Points = [number, number | null][];

/** One figure with its unit and meaning, and how it came to be over the dashboard's time where that is known. */
export function NumberWidget({ widget }: WidgetProps) {
  const { t } = useTranslation();
  const asked = useDataset(widget);
  const drill = useDrill(asked);
  const single = widget.chartType === 'displaySingleProperty';
  const one = useOne(widget, asked.name, single);
  const figure = useQuery({ ...figureQuery(requestOf(widget, asked)), enabled: asked.ready && !single });
  const past = usePast(widget, asked);
  // What began to be there a moment ago has no course yet.
  const points = past.filter(([, value]) => value).length > 1 ? past : [];
  const { data, error, refetch } = single ? one : figure;
  const failed = asked.error ?? error;
  if (failed && data === undefined) return <Failure error={failed} onRetry={() => void refetch()} />;
  if (data === undefined) return <Skeleton kind="lines" rows={2} />;
  if (typeof data !== 'number') return <Empty title={String(widget.emptyStateText || t('dashboards.noValue'))} />;
  const meaning = meaningOf(data, widget);
  const unit = unitOf(widget);
  const text = <b className="figures">{formatted(data, widget)}</b>;
  return (
    <div className={classes.number} data-tone={meaning?.tone}>
      <div className={classes.value}>
        {unit?.left && <span>{unit.text}</span>}
        {drill && !single ? (
          <button type="button" onClick={() => drill()} title={t('dashboards.show')}>
            {text}
          </button>
        ) : (
          text
        )}
        {unit && !unit.left && <span>{unit.text}</span>}
      </div>
      {points.length > 1 && <Sparkline points={points} />}
      {meaning?.message ? (
        <p className={classes.below} title={meaning.description}>
          <Status tone={meaning.tone}>{meaning.message}</Status>
        </p>
      ) : (
        <Delta now={data} points={points} widget={widget} />
      )}
    </div>
  );
}

/** How much it is more or less than when the time began. Whether that is good, the widget says; else it has no colour. */
function Delta({ now, points, widget }: { now: number; points: Points; widget: Widget }) {
  const { t } = useTranslation();
  const first = points.find(([, value]) => value !== null)?.[1];
  if (typeof first !== 'number' || points.length < 2) return null;
  const change = now - first;
  const share =
    first === 0
      ? formatted(change, widget)
      : `${formatted((Math.abs(change) / Math.abs(first)) * 100, { ...widget, displayFormatting: 'round' })} %`;
  const good = widget.good === 'up' || widget.good === 'down' ? widget.good : null;
  const tone = change === 0 || !good ? undefined : change > 0 === (good === 'up') ? 'ok' : 'bad';
  const Arrow = change > 0 ? IconArrowUpRight : change < 0 ? IconArrowDownRight : IconArrowRight;
  const direction = change > 0 ? 'more' : change < 0 ? 'less' : 'same';
  return (
    <p className={classes.below}>
      <b data-tone={tone}>
        <Arrow size={14} aria-hidden />
        {change !== 0 && share}
      </b>{' '}
      {t(`dashboards.delta.${direction}`)}
    </p>
  );
}

function requestOf(widget: Widget, { query }: ReturnType<typeof useDataset>): FigureRequest {
  const measured = widget.calculationBy === 'property' || widget.chartType === 'aggregateByProperty';
  const property = measured ? subjectOf(widget.property)?.id : undefined;
  return {
    func: (widget.func as FigureRequest['func'] | undefined) ?? 'count',
    query,
    averageOf: (widget.averageOf as FigureRequest['averageOf'] | undefined) ?? 'total',
    measureTimeBy: subjectOf(widget.measureTimeBy)?.id ?? '$createdAt',
    ...(property ? { property } : {}),
  };
}

function useOne(widget: Widget, blueprint: string | undefined, wanted: boolean) {
  const scope = useScope();
  const name = blueprint ?? scope.entity?.blueprint ?? '';
  const identifier = String(filled(widget.entity ?? scope.entity?.identifier ?? '', scope));
  const property = subjectOf(widget.property)?.id ?? '';
  return useQuery({
    ...entityQuery(name, identifier),
    select: (entity) => entity.properties[property] ?? null,
    enabled: wanted && name !== '' && identifier !== '',
  });
}

/** The figure over the dashboard's time, where the change log can tell: an entity's number, or a blueprint's size. */
function usePast(widget: Widget, { name, query, ready }: ReturnType<typeof useDataset>): Points {
  const scope = useScope();
  const time = timeOf(widget, scope);
  const property = subjectOf(widget.property)?.id ?? '';
  const single = widget.chartType === 'displaySingleProperty';
  const whole = widget.chartType === 'countEntities' && widget.func === 'count' && query.rules.every(isAboutBlueprint);
  const size = useQuery({
    ...trendQuery({
      ...time,
      blueprint: name ?? '',
      aggregationType: 'existingEntities',
      func: 'count',
      measureTimeBy: '$createdAt',
    }),
    enabled: ready && whole && name !== undefined,
  });
  const past = useQuery({
    ...historyQuery({
      ...time,
      blueprintIdentifier: name ?? '',
      entityIdentifier: String(filled(widget.entity ?? '', scope)),
      propertyNames: [property],
    }),
    enabled: ready && single && name !== undefined && property !== '' && typeof widget.entity === 'string',
  });
  if (single) return pointsOf(past.data, property);
  return whole ? pointsOf(size.data, 'count') : [];
}

function isAboutBlueprint(rule: object): boolean {
  if ('rules' in rule && Array.isArray(rule.rules)) return rule.rules.every(isAboutBlueprint);
  return 'property' in rule && rule.property === '$blueprint';
}

function pointsOf(trend: Trend | undefined, name: string): Points {
  return trend?.data.map((point) => [point.date ?? 0, point[name] ?? null]) ?? [];
}
