import {
  type Icon,
  IconChartBar,
  IconChartDonut,
  IconChartLine,
  IconClock,
  IconExternalLink,
  IconHash,
  IconInfoCircle,
  IconLink,
  IconList,
  IconMarkdown,
  IconTable,
  IconUserCheck,
} from '@tabler/icons-react';
import type { ComponentType } from 'react';
import type { Widget } from '../model/types';
import { LineWidget } from './lines';
import { EntityListWidget, MyEntitiesWidget, RecentlyViewedWidget } from './lists';
import { NumberWidget } from './number';
import { SharesWidget } from './shares';
import { StacksWidget } from './stacks';
import { TableWidget } from './tables';
import { EntityInfoWidget, FrameWidget, LinksWidget, MarkdownWidget } from './texts';

export interface WidgetProps {
  widget: Widget;
  /** The figures of a chart as a table instead. */
  table?: boolean;
}

interface Kind {
  draw: ComponentType<WidgetProps>;
  icon: Icon;
  /** Drawn to the edges of its card. */
  flush?: boolean;
  /** Can be seen as a table too. */
  figures?: boolean;
}

/** Bars, each in one piece or split by another property. */
function BarWidget(props: WidgetProps) {
  return props.widget.breakdownProperty ? <StacksWidget {...props} /> : <SharesWidget {...props} />;
}

/** Every type of widget that is drawn, in the order of the picker. */
export const KINDS = {
  'entities-number-chart': { draw: NumberWidget, icon: IconHash },
  'entities-pie-chart': { draw: SharesWidget, icon: IconChartDonut, figures: true },
  'bar-chart': { draw: BarWidget, icon: IconChartBar, figures: true },
  'line-chart': { draw: LineWidget, icon: IconChartLine, figures: true },
  'table-entities-explorer': { draw: TableWidget, icon: IconTable, flush: true },
  'entity-list': { draw: EntityListWidget, icon: IconList, flush: true },
  markdown: { draw: MarkdownWidget, icon: IconMarkdown },
  'links-widget': { draw: LinksWidget, icon: IconLink, flush: true },
  'iframe-widget': { draw: FrameWidget, icon: IconExternalLink, flush: true },
  'entity-info': { draw: EntityInfoWidget, icon: IconInfoCircle },
  'my-entities': { draw: MyEntitiesWidget, icon: IconUserCheck, flush: true },
  'recently-viewed-entities': { draw: RecentlyViewedWidget, icon: IconClock, flush: true },
} satisfies Record<string, Kind>;
export type KindName = keyof typeof KINDS;

export function kindOf(type: string): Kind | undefined {
  if (type === 'entity-details') return KINDS['entity-info'];
  return Object.hasOwn(KINDS, type) ? KINDS[type as KindName] : undefined;
}
