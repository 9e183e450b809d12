import './texts';
import { TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePage } from '@/lib/page';
import { Empty } from '@/ui/empty';
import { PageHeader } from '@/ui/page-header';
import { searchPages, searchQuery } from './api';
import { ResultFilter } from './results/filter';
import { ResultList } from './results/list';
import { parseSearchState, type SearchState } from './search';
import classes from './search-page.module.css';

const PAGE = 25;

/** Everything that matches some words, by type, closest first. */
export function SearchPage() {
  const { t } = useTranslation();
  usePage(t('search.title'));
  const state = parseSearchState(useSearch({ strict: false }));
  const navigate = useNavigate();
  const show = (change: Partial<SearchState>) => {
    const next = parseSearchState({ ...state, ...change });
    void navigate({ to: '/search', search: next, replace: true });
  };
  const { q = '', type, blueprint } = state;
  const results = useInfiniteQuery(
    searchPages(q, { types: type && [type], blueprints: blueprint ? [blueprint] : undefined, limit: PAGE }),
  );
  // Of all types and blueprints, whatever is chosen: what the tabs and the choice of blueprints say.
  const { data: all } = useQuery(searchQuery(q, { limit: 1 }));
  return (
    <div className={`page ${classes.page}`}>
      <PageHeader title={t('search.title')} icon={<IconSearch size={20} stroke={1.6} />} />
      <Field q={q} onChange={(text) => show({ q: text, blueprint: undefined })} />
      {q === '' ? (
        <Empty icon={<IconSearch size={26} stroke={1.5} />} title={t('search.start')} text={t('search.startText')} />
      ) : (
        <>
          <ResultFilter state={state} all={all} onChange={show} />
          <ResultList
            state={state}
            all={all}
            results={results}
            onAll={() => show({ type: undefined, blueprint: undefined })}
          />
        </>
      )}
    </div>
  );
}

interface FieldProps {
  q: string;
  onChange: (text: string) => void;
}

/** What is looked for. It follows the address, for the palette leads here too. */
function Field({ q, onChange }: FieldProps) {
  const { t } = useTranslation();
  const [text, setText] = useState(q);
  const sent = useRef(q);
  useEffect(() => {
    if (q !== sent.current) setText(q);
    sent.current = q;
  }, [q]);
  const send = (wanted: string) => {
    sent.current = wanted.trim();
    onChange(wanted);
  };
  const sendSoon = useDebouncedCallback(send, 150);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') send(text);
    if (event.key !== 'ArrowDown') return;
    event.preventDefault();
    document.querySelector<HTMLElement>('[data-result]')?.focus();
  };
  return (
    <TextInput
      className={classes.field}
      size="md"
      aria-label={t('search.field')}
      placeholder={t('search.field')}
      data-page-search
      autoFocus={q === ''}
      leftSection={<IconSearch size={17} aria-hidden />}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value);
        sendSoon(event.currentTarget.value);
      }}
      onKeyDown={onKeyDown}
    />
  );
}
