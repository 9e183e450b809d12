import { useEffect, useRef, useSyncExternalStore } from 'react';

/** Lists that are being read, and how many changes wait for each: loading them would move what is read. */
const waiting = new Map<string, number>();
const listeners = new Set<() => void>();

function tell(): void {
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Lets changes of a list wait, if somebody reads it; says whether they do. */
export function keepWaiting(list: string, changes: number): boolean {
  const before = waiting.get(list);
  if (before === undefined) return false;
  if (changes > 0) {
    waiting.set(list, before + changes);
    tell();
  }
  return true;
}

/** Whether changes of a list wait already: what follows waits with them. */
export function isWaiting(list: string): boolean {
  return (waiting.get(list) ?? 0) > 0;
}

/** What waits for a list that is read here while `reading`; `show` loads it. Whatever waits is loaded when reading ends. */
export function useWaiting(list: string, reading: boolean, load: () => void): { count: number; show: () => void } {
  const count = useSyncExternalStore(subscribe, () => waiting.get(list) ?? 0);
  const latest = useRef(load);
  latest.current = load;
  useEffect(() => {
    if (!reading) return;
    waiting.set(list, 0);
    return () => {
      const missed = isWaiting(list);
      waiting.delete(list);
      if (missed) latest.current();
    };
  }, [list, reading]);
  const show = () => {
    waiting.set(list, 0);
    tell();
    load();
  };
  return { count, show };
}
