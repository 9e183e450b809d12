import { useEffect, useSyncExternalStore } from 'react';

export interface Crumb {
  label: string;
  to?: string;
}
export interface Page {
  title: string;
  crumbs: Crumb[];
}

let current: Page = { title: '', crumbs: [] };
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Names the page shown: its document title, and the trail that leads to it. */
export function usePage(title: string, crumbs: Crumb[] = []): void {
  const trail = JSON.stringify(crumbs);
  useEffect(() => {
    current = { title, crumbs: JSON.parse(trail) as Crumb[] };
    document.title = title ? `${title} · Seaway` : 'Seaway';
    for (const tell of listeners) tell();
  }, [title, trail]);
}

/** The page that named itself last. */
export function useCurrentPage(): Page {
  return useSyncExternalStore(subscribe, () => current);
}
