import type { QueryClient } from '@tanstack/react-query';
import { blueprintsQuery, readersOf } from '@/features/blueprints/public';
import { isWaiting, keepWaiting } from '@/lib/held';
import { entityKeys } from './api';
import { historyOf, isLeaving, keyOf, listOf, markChanged } from './changed';

/** A change of any object, as the event stream tells it. */
export interface ChangeEvent {
  kind: string;
  op: string;
  /** Of an entity: its blueprint. */
  blueprint: string;
  identifier: string;
  /** Who did it; empty for what the platform did by itself. */
  actor: string;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

function actorOf({ actor }: Record<string, unknown>): string {
  return text((actor as Record<string, unknown> | null | undefined)?.id);
}

/** Reads the CloudEvent of a change; null for what has not its form. */
export function parseChange(body: string): ChangeEvent | null {
  try {
    const { data = {} } = JSON.parse(body) as { data?: Record<string, unknown> };
    const kind = text(data.kind);
    return kind
      ? {
          kind,
          op: text(data.op),
          blueprint: text(data.blueprint),
          identifier: text(data.identifier),
          actor: actorOf(data),
        }
      : null;
  } catch {
    return null;
  }
}

/** Refreshes what the events made stale, and marks the changed entities. What the person (`me`) did waits nowhere. */
export function applyEntityEvents(queryClient: QueryClient, events: ChangeEvent[], me: string): void {
  if (events.length === 0) return;
  markChanged(events);
  for (const blueprint of new Set(events.map((event) => event.blueprint))) {
    const own = events.filter((event) => event.blueprint === blueprint);
    if (!listWaits(blueprint, own, me)) void queryClient.invalidateQueries({ queryKey: entityKeys.lists(blueprint) });
  }
  for (const [, event] of new Map(events.map((event) => [keyOf(event), event]))) refreshOne(queryClient, event, me);
  if (events.some((event) => event.op !== 'updated'))
    void queryClient.invalidateQueries({ queryKey: entityKeys.pages });
  void queryClient.invalidateQueries({ queryKey: ['recent-changes'] });
}

/** Whether a list that is read waits: rows that others add or remove would move it, and so would what follows. */
function listWaits(blueprint: string, events: ChangeEvent[], me: string): boolean {
  const list = listOf(blueprint);
  const moving = events.filter(({ op, actor }) => op !== 'updated' && actor !== me).length;
  if (moving === 0 && !isWaiting(list)) return false;
  return keepWaiting(list, isWaiting(list) ? events.length : moving);
}

/** How long the server usually takes to compute, in milliseconds, and how long when there is much of it. */
const COMPUTING = [1500, 5000];
const due: { changed: Set<string>; timers: number[] } = { changed: new Set(), timers: [] };

/** Loads computed values anew that entities of these blueprints, or the definitions themselves, may have changed. */
export function refreshComputed(queryClient: QueryClient, events: ChangeEvent[]): void {
  for (const { kind, blueprint, identifier } of events) {
    if (kind === 'entity') due.changed.add(blueprint);
    else if (kind === 'blueprint') due.changed.add(identifier);
  }
  if (due.changed.size === 0) return;
  for (const timer of due.timers) clearTimeout(timer);
  due.timers = COMPUTING.map((wait, at) =>
    window.setTimeout(() => {
      const changed = new Set(due.changed);
      if (at === COMPUTING.length - 1) due.changed.clear();
      void readAnew(queryClient, changed);
    }, wait),
  );
}

async function readAnew(queryClient: QueryClient, changed: ReadonlySet<string>): Promise<void> {
  const blueprints = await queryClient.ensureQueryData(blueprintsQuery);
  for (const reader of readersOf(changed, blueprints)) {
    // A list that is read and has changes waiting is loaded whole when they are shown.
    if (!isWaiting(listOf(reader))) void queryClient.invalidateQueries({ queryKey: entityKeys.lists(reader) });
    void queryClient.invalidateQueries({
      queryKey: [...entityKeys.blueprint(reader), 'one'],
      predicate: ({ queryKey }) => queryKey[4] === 'self' || queryKey[4] === 'computed',
    });
  }
}

function refreshOne(queryClient: QueryClient, { blueprint, identifier, actor }: ChangeEvent, me: string): void {
  const waits = actor !== me && keepWaiting(historyOf(blueprint, identifier), 1);
  void queryClient.invalidateQueries({
    queryKey: entityKeys.one(blueprint, identifier),
    predicate: ({ queryKey }) => !waits || queryKey[4] !== 'history',
    refetchType: isLeaving({ blueprint, identifier }) ? 'none' : 'active',
  });
}
