import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { formatDate } from '@/lib/format';
import { LinesChart } from '@/ui/chart/chart';
import type { Series } from '@/ui/chart/options';
import { Empty } from '@/ui/empty';
import { Failure } from '@/ui/failure';
import { Skeleton } from '@/ui/skeleton';
import { dotOfColor } from '@/ui/tone';
import { historyQuery, type Interval, type Preset, type Trend, trendQuery } from '../api';
import { useScope } from '../board/scope';
import { useDataset } from '../board/use-dataset';
import { subjectOf } from '../model/dataset';
import { filled } from '../model/placeholders';
import type { Scope, Widget } from '../model/types';
import type { WidgetProps } from './registry';
import { WideTable } from './wide-table';

const MOST = 6;
const USUAL: Record<string, Interval> = {
  today: 'hour',
  yesterday: 'hour',
  lastDay: 'hour',
  lastWeek: 'day',
  last2Weeks: 'day',
  lastMonth: 'day',
  last3Months: 'isoWeek',
  last6Months: 'isoWeek',
  last12Months: 'month',
  last2Years: 'quarter',
  last3Years: 'quarter',
};

/** The stretch of time: what the reader chose for the whole dashboard, else what the widget says. */
export function timeOf(widget: Widget, scope: Scope) {
  const own = (widget.timeRange as { preset?: Preset } | undefined)?.preset;
  const preset = (scope.range as Preset | undefined) ?? own ?? 'lastMonth';
  const chosen = scope.range ? undefined : (widget.timeInterval as Interval | undefined);
  const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';
  return { timeRange: { preset, timeZone }, timeInterval: chosen ?? USUAL[preset] ?? 'day' };
}

const bare = (names: unknown): string[] =>
  (Array.isArray(names) ? names : []).map((name) => subjectOf(name)?.id).filter((id) => id !== undefined);

/** Lines over time: numbers of one entity, figures of many, or how many there are. */
export function LineWidget({ widget, table }: WidgetProps) {
  const { t } = useTranslation();
  const scope = useScope();
  const asked = useDataset(widget);
  const time = timeOf(widget, scope);
  const past = widget.chartType === 'propertiesValueHistory';
  const history = useQuery({
    ...historyQuery({
      ...time,
      blueprintIdentifier: asked.name ?? '',
      entityIdentifier: String(filled(widget.entity ?? '', scope)),
      propertyNames: bare(widget.properties),
    }),
    enabled: past && asked.ready,
  });
  const trend = useQuery({ ...trendQuery({ ...time, ...requestOf(widget, asked) }), enabled: !past && asked.ready });
  const { data, error, refetch } = past ? history : trend;
  const failed = asked.error ?? error;
  if (failed && !data) return <Failure error={failed} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton kind="lines" rows={4} />;
  const words = { count: t('dashboards.count'), average: t('dashboards.average'), '': t('dashboards.none') };
  const breakdown = subjectOf(widget.breakdownProperty)?.id ?? '';
  const colors = asked.blueprint?.schema.properties[breakdown]?.enumColors;
  const series = seriesOf(data, t('dashboards.other'), words).map((each) =>
    colors?.[each.name] ? { ...each, color: dotOfColor(colors[each.name]) } : each,
  );
  if (series.length === 0) return <Empty title={String(widget.emptyStateText || t('dashboards.empty'))} />;
  if (table) return <LineTable series={series} />;
  const label = t('dashboards.lineLabel', {
    title: widget.title ?? '',
    from: formatDate(new Date(data.minDate)),
    to: formatDate(new Date(data.maxDate)),
  });
  return (
    <LinesChart
      series={series}
      label={label}
      xTitle={typeof widget.xAxisTitle === 'string' ? widget.xAxisTitle : undefined}
      yTitle={typeof widget.yAxisTitle === 'string' ? widget.yAxisTitle : undefined}
    />
  );
}

function requestOf(widget: Widget, { name = '', query }: ReturnType<typeof useDataset>) {
  const shared = { blueprint: name, measureTimeBy: subjectOf(widget.measureTimeBy)?.id ?? '$createdAt' };
  if (widget.chartType === 'existingEntities') {
    return { ...shared, aggregationType: 'existingEntities' as const, func: 'count' as const };
  }
  if (widget.chartType === 'aggregatePropertiesValues') {
    const func = (widget.func as 'sum' | undefined) ?? 'sum';
    return {
      ...shared,
      query,
      func,
      aggregationType: 'aggregatePropertiesValues' as const,
      properties: bare(widget.properties),
    };
  }
  const breakdown = subjectOf(widget.breakdownProperty)?.id;
  const func = widget.func === 'average' ? ('average' as const) : ('count' as const);
  return {
    ...shared,
    query,
    func,
    aggregationType: 'countEntities' as const,
    ...(breakdown ? { breakdownProperty: breakdown } : {}),
  };
}

/** The largest series; the others of counts are added up. */
export function seriesOf({ data }: Trend, other: string, words: Record<string, string>): Series[] {
  const totals = new Map<string, number>();
  for (const { date: _, ...values } of data) {
    for (const [name, value] of Object.entries(values)) totals.set(name, (totals.get(name) ?? 0) + Math.abs(value));
  }
  const names = [...totals].sort(([, a], [, b]) => b - a).map(([name]) => name);
  const own = names.length > MOST ? names.slice(0, MOST - 1) : names;
  const series = own.map(
    (name): Series => ({
      name: words[name] ?? name,
      points: data.map((point) => [point.date ?? 0, point[name] ?? null]),
    }),
  );
  const rest = names.slice(own.length);
  if (rest.length === 0) return series;
  const points = data.map((point): [number, number] => [
    point.date ?? 0,
    rest.reduce((sum, name) => sum + (point[name] ?? 0), 0),
  ]);
  return [...series, { name: other, points }];
}

function LineTable({ series }: { series: Series[] }) {
  const { t } = useTranslation();
  const rows = (series[0]?.points ?? []).map(([date], place) => ({
    key: date,
    name: formatDate(new Date(date)),
    values: series.map(({ points }) => points[place]?.[1]),
  }));
  return <WideTable head={[t('dashboards.date'), ...series.map(({ name }) => name)]} rows={rows} />;
}
