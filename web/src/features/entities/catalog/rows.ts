import type { Entity } from '@/api/contract';
import type { EntityListView } from '../api';
import type { GroupValue } from './search-state';

export const PAGE_SIZE = 100;

/** A group of rows, as the server counts it. */
export interface Group {
  value: GroupValue;
  /** Of the entity that the value names. */
  title?: string | null;
  count: number;
  figures?: Record<string, Record<'sum' | 'average' | 'min' | 'max', number | null>> | null;
}
export type Item = Entity | GroupItem;
export interface GroupItem {
  group: Group;
  key: string;
  open: boolean;
}

export function isGroupItem(item: Item): item is GroupItem {
  return 'group' in item;
}

/** A run of rows of one search, and where it stands in the table. */
export interface Segment {
  key: string;
  view: EntityListView;
  start: number;
  count: number;
}

export interface Layout {
  segments: Segment[];
  /** The rows that stand for groups, and where. */
  heads: [number, GroupItem][];
  length: number;
}

export function keyOf(value: GroupValue): string {
  return JSON.stringify(value);
}

/** Where groups and the rows of the open ones stand. */
export function layOut(groups: Group[], open: ReadonlySet<string>, viewOf: (group: Group) => EntityListView): Layout {
  const segments: Segment[] = [];
  const heads: [number, GroupItem][] = [];
  let length = 0;
  for (const group of groups) {
    const key = keyOf(group.value);
    const isOpen = open.has(key);
    heads.push([length, { group, key, open: isOpen }]);
    length += 1;
    if (!isOpen) continue;
    segments.push({ key, view: viewOf(group), start: length, count: group.count });
    length += group.count;
  }
  return { segments, heads, length };
}

export interface PageWanted {
  segment: Segment;
  page: number;
}

/** The pages of every segment that touch a range of rows, with one more ahead on the way down. */
export function pagesWanted(segments: Segment[], [first, last]: readonly [number, number]): PageWanted[] {
  return segments.flatMap((segment) => {
    const from = Math.max(0, first - segment.start);
    const to = Math.min(segment.count - 1, last + PAGE_SIZE / 2 - segment.start);
    const pages: PageWanted[] = [];
    for (let page = Math.floor(from / PAGE_SIZE); page * PAGE_SIZE <= to; page++) pages.push({ segment, page });
    return pages;
  });
}
