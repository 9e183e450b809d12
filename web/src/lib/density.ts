import { useSyncExternalStore } from 'react';

const KEY = 'seaway-density';
const listeners = new Set<() => void>();

/** Whether rows are compact where the address does not say. */
export function denseByDefault(): boolean {
  return document.documentElement.dataset.density === 'compact';
}

/** Makes rows compact, or as high as usual, here and at the next start; the boot script reads it before the first paint. */
export function setDense(dense: boolean): void {
  if (dense) document.documentElement.dataset.density = 'compact';
  else delete document.documentElement.dataset.density;
  try {
    if (dense) localStorage.setItem(KEY, 'compact');
    else localStorage.removeItem(KEY);
  } catch {
    // Storage may be blocked: it holds until the page is closed.
  }
  for (const tell of listeners) tell();
}

/** What the person prefers, and follows when it changes. */
export function useDense(): boolean {
  return useSyncExternalStore(listen, denseByDefault);
}

function listen(tell: () => void): () => void {
  listeners.add(tell);
  return () => listeners.delete(tell);
}
