import type { PortalPage } from '@/api/contract';
import { type Kept, widgetsIn } from './board';
import type { Widget } from './types';

/** As many tabs of its own as the page of an entity has room for, and as many letters as a tab. */
export const MOST_TABS = 5;
export const MOST_LETTERS = 30;
const DASHBOARD = 'dashboard-widget';
const GROUPER = 'grouper';

/** A dashboard on the pages of a blueprint's entities. `id` is that of the widget that lays it out. */
export interface EntityTab {
  id: string;
  title: string;
  icon?: string | undefined;
  board: Widget;
}

interface Group {
  title?: unknown;
  icon?: unknown;
  widgets?: unknown;
  [key: string]: unknown;
}

const ABOUT = new Set(['entity-info', 'entity-details']);

/** What the page says by itself needs no dashboard: a shipped template begins with nothing but the entity's facts. */
function isOwn(board: Widget): boolean {
  const widgets = widgetsIn(board.widgets);
  return widgets.length === 0 || widgets.some(({ type }) => !ABOUT.has(type));
}

function groupsOf(widget: Widget | undefined): Group[] {
  const groups = widget?.groups;
  return Array.isArray(groups) ? groups.filter((each) => typeof each === 'object' && each !== null) : [];
}

/** The one dashboard that a group consists of. */
function boardIn({ widgets }: Group): Widget | undefined {
  const [only, ...others] = widgetsIn(widgets);
  return only?.type === DASHBOARD && others.length === 0 ? only : undefined;
}

const textOf = (value: unknown) => (typeof value === 'string' && value ? value : undefined);

/** What is read of a template. */
export type Template = Pick<PortalPage, 'title' | 'widgets'>;

/** The groups of a template; what stands alone is one of its own. */
function groupsIn(page: Template): Group[] {
  const widgets = widgetsIn(page.widgets);
  const grouper = widgets.find(({ type }) => type === GROUPER);
  return grouper ? groupsOf(grouper) : widgets.map((each) => ({ title: each.title || page.title, widgets: [each] }));
}

/** The dashboards of a template: each group of its tabs that is one, or the one that stands alone. */
export function entityTabs(page: Template): EntityTab[] {
  const tabs = groupsIn(page).flatMap((group): EntityTab[] => {
    const board = boardIn(group);
    if (!board || !isOwn(board)) return [];
    return [{ id: board.id, title: textOf(group.title) ?? board.title ?? board.id, icon: textOf(group.icon), board }];
  });
  return tabs.slice(0, MOST_TABS);
}

/** The widgets of a template with its groups changed; what stands alone becomes a group, so that it has a name. */
function regrouped(page: Template, change: (groups: Group[]) => Group[]): Kept[] {
  const widgets = widgetsIn(page.widgets);
  const grouper = widgets.find(({ type }) => type === GROUPER);
  if (grouper) {
    return widgets.map((each) => (each === grouper ? { ...each, groups: change(groupsOf(each)) } : each));
  }
  return [{ type: GROUPER, displayMode: 'tabs', activeGroupUrlParam: 'activeTab', groups: change(groupsIn(page)) }];
}

export interface TabName {
  title: string;
  icon?: string | undefined;
}

/** A template with one more, empty dashboard. */
export function withTab(page: Template, id: string, name: TabName): Kept[] {
  const board = { id, type: DASHBOARD, layout: [], widgets: [] };
  return regrouped(page, (groups) => [...groups, { ...name, widgets: [board] }]);
}

export function renamedTab(page: Template, id: string, name: TabName): Kept[] {
  return regrouped(page, (groups) =>
    groups.map((group) => (boardIn(group)?.id === id ? { ...group, ...name } : group)),
  );
}

export function withoutTab(page: Template, id: string): Kept[] {
  return regrouped(page, (groups) => groups.filter((group) => boardIn(group)?.id !== id));
}

/** A template with a dashboard again that was taken out of it, in its place; as it is where it has that already. */
export function restoredTab(page: Template, before: Template, id: string): Kept[] {
  const isIt = (group: Group) => boardIn(group)?.id === id;
  const lost = groupsIn(before);
  const at = lost.findIndex(isIt);
  return regrouped(page, (groups) =>
    at < 0 || groups.some(isIt) ? groups : groups.toSpliced(at, 0, lost[at] as Group),
  );
}

/** A dashboard one place further to the left or right among the others. */
export function movedTab(page: Template, id: string, by: -1 | 1): Kept[] {
  return regrouped(page, (groups) => {
    const own = groups.flatMap((group, place) => (boardIn(group) ? [place] : []));
    const from = own.findIndex((place) => boardIn(groups[place] as Group)?.id === id);
    const [here, there] = [own[from], own[from + by]];
    if (here === undefined || there === undefined) return groups;
    return groups.with(here, groups[there] as Group).with(there, groups[here] as Group);
  });
}
