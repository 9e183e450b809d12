import { useSyncExternalStore } from 'react';

interface Named {
  blueprint: string;
  identifier: string;
}

const FLASH = 2000;
let recent: ReadonlySet<string> = new Set();
const listeners = new Set<() => void>();

export function keyOf({ blueprint, identifier }: Named): string {
  return JSON.stringify([blueprint, identifier]);
}

/** Names the list of a blueprint's entities, or of an entity's changes, to whoever lets changes wait. */
export const listOf = (blueprint: string) => `entities ${blueprint}`;
export const historyOf = (blueprint: string, identifier: string) => `history ${keyOf({ blueprint, identifier })}`;

const leaving = new Set<string>();

/** Whether this page is deleting an entity and about to leave it: what is told of it then is not worth reading. */
export const isLeaving = (entity: Named) => leaving.has(keyOf(entity));

/** Runs the deletion of an entity, up to the moment its page was left. */
export async function whileLeaving<T>(entity: Named, run: () => Promise<T>): Promise<T> {
  leaving.add(keyOf(entity));
  try {
    return await run();
  } finally {
    leaving.delete(keyOf(entity));
  }
}

function setRecent(next: ReadonlySet<string>): void {
  recent = next;
  for (const tell of listeners) tell();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Marks entities as changed, for a moment. */
export function markChanged(entities: readonly Named[]): void {
  const keys = new Set(entities.map(keyOf));
  setRecent(new Set([...recent, ...keys]));
  setTimeout(() => setRecent(new Set([...recent].filter((key) => !keys.has(key)))), FLASH);
}

/** Tells of any entity of the blueprint whether it changed a moment ago. */
export function useRecentlyChanged(blueprint: string): (identifier: string) => boolean {
  const changed = useSyncExternalStore(subscribe, () => recent);
  return (identifier) => changed.has(keyOf({ blueprint, identifier }));
}
