import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import type { SearchAnswer, SearchHit } from '@/api/contract';
import { favouritesQuery, seenQuery } from '@/features/personal/public';
import { searchQuery } from '../api';
import { hitOf, keyOf, merged } from '../hits';
import type { Asked } from './asked';

const TYPES = { people: ['person', 'team'], all: undefined, commands: undefined } as const;

export interface Kept {
  recent: SearchHit[];
  favourites: SearchHit[];
}

/** What the person looked at last, and the favourites that are not among it. */
export function useKept(): Kept {
  const { data: seen = [] } = useQuery(seenQuery);
  const { data: starred = [] } = useQuery(favouritesQuery);
  const recent = seen.map(hitOf);
  const known = new Set(recent.map(keyOf));
  return { recent, favourites: starred.map(hitOf).filter((hit) => !known.has(keyOf(hit))) };
}

export interface Results {
  hits: SearchHit[];
  /** The server's answer to what is asked now; undefined while it is awaited. */
  answer: SearchAnswer | undefined;
  searching: boolean;
  failed: boolean;
}

/** What matches the text: of what the person keeps at once, of all else a moment later. */
export function useResults({ mode, text, blueprint }: Asked, kept: Kept): Results {
  const [settled] = useDebouncedValue(text, 80);
  const remote = mode !== 'commands' && text !== '';
  const wanted = { types: TYPES[mode], blueprints: blueprint ? [blueprint] : undefined };
  const found = useQuery({ ...searchQuery(settled, wanted), enabled: remote && settled !== '' });
  const fresh = text === settled && !found.isPlaceholderData;
  const own = [...kept.favourites, ...kept.recent].filter(
    (hit) =>
      (mode !== 'people' || hit.type === 'person' || hit.type === 'team') &&
      (blueprint === null || (hit.blueprint === blueprint && hit.type !== 'page')),
  );
  return {
    hits: remote ? merged(own, found.data?.results ?? [], text, fresh) : [],
    answer: remote && fresh ? found.data : undefined,
    searching: remote && (!fresh || found.isPending),
    failed: remote && found.isError,
  };
}
