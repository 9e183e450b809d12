import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { type AnyRouter, useRouter } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import {
  applyEntityEvents,
  type ChangeEvent,
  entityKeys,
  parseChange,
  refreshComputed,
} from '@/features/entities/public';
import { usersQuery, useSession } from '@/features/identity/public';
import { importKeys } from '@/features/imports/public';
import { onNotice } from '@/features/notify/public';
import { personalKeys } from '@/features/personal/public';
import { followEvents, type StreamEvent } from '@/lib/event-stream';
import { askAgain } from './query-client';

const HIDDEN_LIMIT = 60_000;
const GATHER = 500;
const BETWEEN = 3000;

/** Follows the server's events on one connection; lets go of it while the tab is hidden, and catches up on return. */
export default function LiveUpdates({ onState }: { onState: (online: boolean) => void }) {
  const queryClient = useQueryClient();
  const router = useRouter();
  const me = useSession().user.id;
  const report = useRef(onState);
  report.current = onState;
  useEffect(() => {
    let gathered: ChangeEvent[] = [];
    let timer = 0;
    let flushed = 0;
    const flush = () => {
      timer = 0;
      flushed = Date.now();
      refresh(queryClient, gathered, me);
      if (gathered.some(({ kind }) => kind === 'page')) refreshPages(queryClient, router);
      gathered = [];
    };
    const onEvent = ({ type, data }: StreamEvent) => {
      if (type === 'reset') void queryClient.invalidateQueries();
      // Notices have no position: whatever was said while nobody listened is asked for on connecting.
      if (type === 'notice' || type === 'ready') onOwn(queryClient);
      const event = type === 'change' ? parseChange(data) : null;
      if (!event) return;
      gathered.push(event);
      if (timer === 0) timer = window.setTimeout(flush, Math.max(GATHER, flushed + BETWEEN - Date.now()));
    };
    const onState = (state: 'open' | 'lost') => {
      report.current(state === 'open');
      if (state === 'open') recover(queryClient, router);
    };
    const stop = whileVisible((signal, lastId) =>
      followEvents({ url: '/v1/events', onState, onEvent }, signal, lastId),
    );
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [queryClient, router, me]);
  return null;
}

/** Loads what could not be loaded while the server was away: parts of the page, and pages. */
function recover(queryClient: QueryClient, router: AnyRouter): void {
  askAgain(queryClient);
  if (router.state.matches.some(({ status }) => status === 'error')) void router.invalidate();
}

/** Loads anew what is the person's own and theirs alone: notifications, and views of theirs and of their teams. */
function onOwn(queryClient: QueryClient): void {
  onNotice(queryClient);
  void queryClient.invalidateQueries({ queryKey: VIEWS });
}

/** Loads the pages anew; what the address shows is told by its loader, which then finds them. */
function refreshPages(queryClient: QueryClient, router: AnyRouter): void {
  void queryClient.invalidateQueries({ queryKey: entityKeys.pages }).then(() => router.invalidate());
}

/** The first part of the keys of saved views. */
const VIEWS = ['views'];
/** What each kind of object is shown by, apart from pages, and entities, which are refreshed one by one. */
const KEYS: Record<string, readonly string[][]> = {
  blueprint: [['blueprints'], entityKeys.pages.slice()],
  page_view: [VIEWS],
  folder: [entityKeys.pages.slice()],
  home_default: [personalKeys.preferences.slice()],
  import: [importKeys.all.slice()],
  user: [usersQuery.queryKey.slice()],
};

function refresh(queryClient: QueryClient, events: ChangeEvent[], me: string): void {
  applyEntityEvents(
    queryClient,
    events.filter((event) => event.kind === 'entity'),
    me,
  );
  refreshComputed(queryClient, events);
  if (events.some(({ op }) => op !== 'updated')) void queryClient.invalidateQueries({ queryKey: ['bin', 'list'] });
  for (const kind of new Set(events.map((event) => event.kind))) {
    for (const queryKey of KEYS[kind] ?? []) void queryClient.invalidateQueries({ queryKey });
  }
}

type Follow = (signal: AbortSignal, lastId: string | null) => Promise<string | null>;

/** Runs `follow` while the page can be seen, handing each run the position at which the last one stopped. */
function whileVisible(follow: Follow): () => void {
  let lastId: Promise<string | null> = Promise.resolve(null);
  let running: AbortController | null = null;
  let timer = 0;
  const start = () => {
    if (running) return;
    const controller = new AbortController();
    running = controller;
    lastId = lastId.then((id) => follow(controller.signal, id));
  };
  const stop = () => {
    running?.abort();
    running = null;
  };
  const onVisibility = () => {
    clearTimeout(timer);
    if (document.hidden) timer = window.setTimeout(stop, HIDDEN_LIMIT);
    else start();
  };
  document.addEventListener('visibilitychange', onVisibility);
  start();
  return () => {
    clearTimeout(timer);
    document.removeEventListener('visibilitychange', onVisibility);
    stop();
  };
}
