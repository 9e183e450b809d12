import { Button } from '@mantine/core';
import { IconSearchOff } from '@tabler/icons-react';
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { SearchAnswer } from '@/api/contract';
import { Empty } from '@/ui/empty';
import { Failure } from '@/ui/failure';
import { Skeleton } from '@/ui/skeleton';
import { keyOf } from '../hits';
import { type SearchState, TYPES } from '../search';
import { ResultLine } from './line';
import classes from './results.module.css';

interface ListProps {
  state: SearchState;
  all: SearchAnswer | undefined;
  results: UseInfiniteQueryResult<InfiniteData<SearchAnswer>>;
  onAll: () => void;
}

const totalOf = (answer: SearchAnswer) => TYPES.reduce((sum, type) => sum + (answer.counts[type] ?? 0), 0);

/** The results, the closest first; arrow keys walk them. */
export function ResultList({ state, all, results, onAll }: ListProps) {
  const { t } = useTranslation();
  const { data, error, refetch } = results;
  if (error && !data) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton kind="lines" rows={8} />;
  const hits = data.pages.flatMap((page) => page.results);
  const first = data.pages[0];
  if (hits.length === 0)
    return <Nothing query={state.q ?? ''} elsewhere={all ? totalOf(all) > 0 : false} onAll={onAll} />;
  const count = first ? totalOf(first) : hits.length;
  return (
    <>
      <p className={classes.total} role="status">
        {t(first?.capped ? 'search.capped' : 'search.count', { count })}
      </p>
      <ul className={classes.list} onKeyDown={walk} aria-busy={results.isPlaceholderData}>
        {hits.map((hit) => (
          <ResultLine key={keyOf(hit)} hit={hit} sought={state.q ?? ''} />
        ))}
      </ul>
      {results.hasNextPage && (
        <Button
          variant="default"
          className={classes.more}
          loading={results.isFetchingNextPage}
          onClick={() => void results.fetchNextPage()}
        >
          {t('search.more')}
        </Button>
      )}
    </>
  );
}

interface NothingProps {
  query: string;
  /** Whether there is something of another type or blueprint. */
  elsewhere: boolean;
  onAll: () => void;
}

function Nothing({ query, elsewhere, onAll }: NothingProps) {
  const { t } = useTranslation();
  return (
    <Empty
      icon={<IconSearchOff size={26} stroke={1.5} />}
      title={t(elsewhere ? 'search.noneHere' : 'search.none', { query })}
      text={t(elsewhere ? 'search.noneHereText' : 'search.noneText')}
      action={
        elsewhere && (
          <Button variant="default" onClick={onAll}>
            {t('search.everything')}
          </Button>
        )
      }
    />
  );
}

/** Moves the focus from result to result; above the first is the field. */
function walk(event: KeyboardEvent<HTMLElement>): void {
  const links = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-result]')];
  const at = links.indexOf(document.activeElement as HTMLElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: links.length - 1 }[event.key];
  if (at < 0 || to === undefined) return;
  event.preventDefault();
  (links[to] ?? (to < 0 ? document.querySelector<HTMLElement>('[data-page-search]') : null))?.focus();
}
