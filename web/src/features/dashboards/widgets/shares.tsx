import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Blueprint, PropertySchema, Rule } from '@/api/contract';
import { labelOf } from '@/features/blueprints/public';
import { formatList, formatNumber } from '@/lib/format';
import { SharesChart } from '@/ui/chart/chart';
import { largest, type Slice } from '@/ui/chart/options';
import { Empty } from '@/ui/empty';
import { Failure } from '@/ui/failure';
import { Skeleton } from '@/ui/skeleton';
import { dotOfColor } from '@/ui/tone';
import { countsQuery } from '../api';
import { useDataset, useDrill } from '../board/use-dataset';
import { type Subject, subjectOf } from '../model/dataset';
import { FigureTable } from './figure-table';
import type { WidgetProps } from './registry';
import { type Titles, useTitles } from './titles';

const MOST = { pie: 8, bar: 12 };

/** How many entities have each value: a ring or bars, each leading to the entities behind it. */
export function SharesWidget({ widget, table }: WidgetProps) {
  const { t } = useTranslation();
  const kind = widget.type === 'bar-chart' ? 'bar' : 'pie';
  const asked = useDataset(widget);
  const drill = useDrill(asked);
  const subject = subjectOf(widget.property) ?? { kind: 'property', id: '' };
  const counts = useQuery({
    ...countsQuery(asked.query, subject),
    enabled: asked.ready,
  });
  const texts = { none: t('dashboards.none'), other: t('dashboards.other') };
  const titles = useTitles(subject, asked.blueprint);
  const schema = asked.blueprint?.schema.properties[subject.id];
  const slices = useSlices(counts.data, schema?.enumColors, titles, texts, MOST[kind]);
  const error = asked.error ?? counts.error;
  if (error && !counts.data) return <Failure error={error} onRetry={() => void counts.refetch()} />;
  if (!slices) return <Skeleton kind="lines" rows={4} />;
  if (slices.length === 0) return <Empty title={String(widget.emptyStateText || t('dashboards.empty'))} />;
  if (table) return <FigureTable head={[nameOf(asked.blueprint, subject), t('dashboards.count')]} rows={slices} />;
  const values = slices.map(({ name, value }) => `${name}: ${formatNumber(value)}`);
  const pick = (name: string) => {
    if (name !== texts.other) drill?.(ruleOf(subject, name === texts.none ? null : titles.back(name)));
  };
  return (
    <SharesChart
      kind={kind}
      slices={slices}
      label={`${widget.title ?? ''}: ${formatList(values)}`}
      format={formatNumber}
      onPick={drill ? pick : undefined}
    />
  );
}

export function nameOf(blueprint: Blueprint | undefined, { kind, id }: Subject): string {
  if (kind === 'relation') return labelOf(id, blueprint?.relations[id]);
  return labelOf(id, blueprint?.schema.properties[id]);
}

export function ruleOf({ kind, id }: Subject, value: string | null): Rule {
  const named = kind === 'relation' ? { relation: id } : { property: id };
  return value === null ? { ...named, operator: 'isEmpty' } : { ...named, operator: '=', value };
}

function useSlices(
  counts: unknown,
  colors: PropertySchema['enumColors'],
  titles: Titles,
  texts: { none: string; other: string },
  most: number,
): Slice[] | undefined {
  return useMemo(() => {
    if (typeof counts !== 'object' || counts === null) return undefined;
    const slices = Object.entries(counts as Record<string, number>).map(([name, value]) => ({
      name: name === '' ? texts.none : titles.of(name),
      value,
      ...(colors?.[name] ? { color: dotOfColor(colors[name]) } : name === '' ? { color: '--mute-dot' } : {}),
    }));
    return largest(slices, most, texts.other);
  }, [counts, colors, titles, texts.none, texts.other, most]);
}
