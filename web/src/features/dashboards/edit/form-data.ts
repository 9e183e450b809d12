import type { Rule } from '@/api/contract';
import { blueprintOf, datasetOf, rulesOf, scopeRulesOf } from '../model/dataset';
import { THIS } from '../model/entity-scope';
import type { Widget } from '../model/types';
import { takesFilter } from './widget-schema';

type Data = Record<string, unknown>;

/** A widget as its form shows it. */
export function toForm(widget: Widget): Data {
  const time = widget.timeRange as { preset?: string } | undefined;
  return {
    ...widget,
    blueprint: blueprintOf(widget),
    ...(time?.preset ? { preset: time.preset } : {}),
    ...(isOfOne(widget) ? { calculationBy: 'entity' } : {}),
  };
}

/** Whether a number is a property of the entity whose page shows it. */
const isOfOne = ({ chartType, entity }: Widget) => chartType === 'displaySingleProperty' && entity === THIS;

/** What the form says, in the widget's stored shape; keys that the form does not know stay.
 *
 * `scope` says how entities of another blueprint have to do with the entity whose page shows the widget.
 */
export function fromForm(widget: Widget, data: Data, scope: (blueprint: string) => Rule[] = () => []): Widget {
  const { preset, ...rest } = data;
  const next: Widget = { ...widget, ...rest, id: widget.id, type: widget.type };
  if (preset) next.timeRange = { preset };
  if (widget.type === 'entities-number-chart') settleNumber(next, widget);
  if (widget.type === 'line-chart') settleLine(next, widget);
  if (widget.type === 'iframe-widget') next.urlType = 'public';
  if (widget.type === 'markdown') next.source = 'custom';
  if (takesFilter(next)) {
    const name = next.blueprint as string | undefined;
    const same = name === blueprintOf(widget);
    if (!same || !widget.dataset) {
      const tied = widget.dataset && same ? scopeRulesOf(widget) : name ? scope(name) : [];
      next.dataset = datasetOf(name, same ? rulesOf(widget) : [], tied);
    }
  }
  return next;
}

function settleNumber(next: Widget, before: Widget): void {
  if (next.calculationBy === 'entity') {
    Object.assign(next, {
      chartType: 'displaySingleProperty',
      entity: THIS,
      calculationBy: undefined,
      func: undefined,
    });
    next.unit ??= 'none';
    return;
  }
  if (isOfOne(before)) next.entity = undefined;
  const measured = next.calculationBy === 'property';
  next.chartType = measured ? 'aggregateByProperty' : 'countEntities';
  if (next.calculationBy !== before.calculationBy) next.func = undefined;
  next.func ??= measured ? 'sum' : 'count';
  next.unit ??= 'none';
}

function settleLine(next: Widget, before: Widget): void {
  if (next.chartType !== before.chartType) next.func = undefined;
  next.func ??= next.chartType === 'aggregatePropertiesValues' ? 'sum' : 'count';
  next.measureTimeBy ??= '$createdAt';
}
