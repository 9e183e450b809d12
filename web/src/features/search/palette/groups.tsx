import { IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { SearchType } from '@/api/contract';
import { blueprintsQuery } from '@/features/blueprints/public';
import type { search as en } from '@/lib/i18n/en/search';
import { byRank, nearness } from '../nearness';
import { type Asked, readAsked } from './asked';
import { useCommands } from './commands';
import { type Item, useDrawing } from './drawing';
import { usePlaces } from './places';
import { type Kept, type Results, useKept, useResults } from './results';

export interface Group {
  name: string;
  /** How many there are in all, when more than are shown. */
  total?: string;
  items: Item[];
}

export interface Palette {
  asked: Asked;
  groups: Group[];
  searching: boolean;
  failed: boolean;
}

const MANY = 8;
const SOME = 6;
const FEW = 3;
/** Where a word starts with the text: a few letters are inside of much. */
const STRONG = 2;

/** What the palette lists: what the browser knows at once, what the server finds a moment later. */
export function usePalette(input: string, onHelp: () => void): Palette {
  const { data: blueprints = [] } = useQuery(blueprintsQuery);
  const asked = readAsked(input, blueprints);
  const kept = useKept();
  const results = useResults(asked, kept);
  const known = { commands: useCommands(onHelp), places: usePlaces() };
  const groups = useGroups(known, kept, results);
  return {
    asked,
    groups: groups(asked).filter(({ items }) => items.length > 0),
    searching: results.searching,
    failed: results.failed,
  };
}

interface Known {
  commands: Item[];
  places: Item[];
}

function useGroups({ commands, places }: Known, kept: Kept, results: Results): (asked: Asked) => Group[] {
  const { t } = useTranslation();
  const draw = useDrawing();
  const name = (group: keyof typeof en.palette.groups) => t(`palette.groups.${group}`);
  const found = (group: 'entities' | 'people' | 'blueprints', limit: number, ...types: SearchType[]): Group => {
    const hits = results.hits.filter(({ type }) => types.includes(type));
    const count = types.reduce((sum, type) => sum + (results.answer?.counts[type] ?? 0), 0);
    const say = results.answer?.capped && group === 'entities' ? 'palette.atLeast' : 'palette.of';
    return {
      name: name(group),
      items: hits.slice(0, limit).map(draw),
      total: count > limit ? t(say, { count }) : undefined,
    };
  };
  const resting = (): Group[] => [
    { name: name('recent'), items: kept.recent.slice(0, SOME).map(draw) },
    { name: name('favourites'), items: kept.favourites.slice(0, SOME).map(draw) },
    { name: name('commands'), items: commands.slice(0, SOME) },
    { name: name('pages'), items: places },
  ];
  const matching = (text: string): Group[] => {
    const dashboards = results.hits.filter(({ pageType }) => pageType === 'dashboard').map(draw);
    return [
      { name: name('commands'), items: strong(commands, text).slice(0, FEW) },
      { name: name('pages'), items: [...strong(places, text), ...dashboards].slice(0, SOME) },
      found('entities', MANY, 'entity'),
      found('people', FEW, 'person', 'team'),
      found('blueprints', FEW, 'blueprint'),
      { name: '', items: [everything(text, t('palette.everything', { query: text }))] },
    ];
  };
  return ({ mode, text, blueprint }) => {
    if (mode === 'commands') return [{ name: name('commands'), items: matched(commands, text) }];
    if (mode === 'people') return [found('people', MANY, 'person', 'team')];
    if (blueprint !== null) return [found('entities', MANY, 'entity', 'person', 'team')];
    return text === '' ? resting() : matching(text);
  };
}

function matched(items: Item[], text: string): Item[] {
  return text ? byRank(items, ({ title, detail }) => nearness(text, title, detail)) : items;
}

/** What has a name that begins so, or is part of what has; exported for its test. */
export function strong(items: Item[], text: string): Item[] {
  const near = (name: string | undefined) => {
    const rank = nearness(text, name);
    return rank !== null && rank <= STRONG ? rank : null;
  };
  return byRank(items, ({ title, within }) => {
    const part = near(within);
    return near(title) ?? (part === null ? null : part + STRONG + 1);
  });
}

function everything(text: string, title: string): Item {
  const icon = <IconSearch size={16} stroke={1.7} aria-hidden />;
  return { key: 'everything', title, detail: '', icon, href: `/search?q=${encodeURIComponent(text)}` };
}
