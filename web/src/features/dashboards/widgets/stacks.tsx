import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { formatList, formatNumber } from '@/lib/format';
import { StacksChart } from '@/ui/chart/chart';
import { Empty } from '@/ui/empty';
import { Failure } from '@/ui/failure';
import { Skeleton } from '@/ui/skeleton';
import { dotOfColor } from '@/ui/tone';
import { countsQuery } from '../api';
import { useDataset, useDrill } from '../board/use-dataset';
import { subjectOf } from '../model/dataset';
import { type Counts, stacksOf } from '../model/stacks';
import type { WidgetProps } from './registry';
import { nameOf, ruleOf } from './shares';
import { useTitles } from './titles';
import { WideTable } from './wide-table';

/** How many entities have each value, each bar split by the values of another; a bar leads to its entities. */
export function StacksWidget({ widget, table }: WidgetProps) {
  const { t } = useTranslation();
  const asked = useDataset(widget);
  const drill = useDrill(asked);
  const subject = subjectOf(widget.property) ?? { kind: 'property', id: '' };
  const split = subjectOf(widget.breakdownProperty) ?? { kind: 'property', id: '' };
  const breakdown = split.id;
  const counts = useQuery({
    ...countsQuery(asked.query, subject, breakdown),
    enabled: asked.ready,
  });
  const [none, other] = [t('dashboards.none'), t('dashboards.other')];
  const schema = asked.blueprint?.schema.properties[breakdown];
  const titles = useTitles(subject, asked.blueprint);
  const parts = useTitles(split, asked.blueprint);
  const drawn = useMemo(() => {
    if (typeof counts.data !== 'object' || counts.data === null) return null;
    const { stacks, parts: kinds } = stacksOf(counts.data as Counts, { none, other }, schema?.enum?.map(String));
    const color = (name: string) => {
      const said = schema?.enumColors?.[name];
      return said ? { color: dotOfColor(said) } : name === none ? { color: '--mute-dot' } : {};
    };
    return {
      stacks: stacks.map((stack) => ({ ...stack, name: titles.of(stack.name) })),
      parts: kinds.map((name) => ({ name: parts.of(name), ...color(name) })),
    };
  }, [counts.data, none, other, schema, titles, parts]);
  const error = asked.error ?? counts.error;
  if (error && !counts.data) return <Failure error={error} onRetry={() => void counts.refetch()} />;
  if (!drawn) return <Skeleton kind="lines" rows={4} />;
  if (drawn.stacks.length === 0) return <Empty title={String(widget.emptyStateText || t('dashboards.empty'))} />;
  if (table) {
    const rows = drawn.stacks.map(({ name, parts }) => ({ key: name, name, values: parts }));
    return <WideTable head={[nameOf(asked.blueprint, subject), ...drawn.parts.map(({ name }) => name)]} rows={rows} />;
  }
  const said = drawn.stacks.map(({ name, parts }) => `${name}: ${formatNumber(parts.reduce((sum, n) => sum + n, 0))}`);
  const pick = (name: string) => {
    if (name !== other) drill?.(ruleOf(subject, name === none ? null : titles.back(name)));
  };
  return (
    <StacksChart {...drawn} label={`${widget.title ?? ''}: ${formatList(said)}`} onPick={drill ? pick : undefined} />
  );
}
