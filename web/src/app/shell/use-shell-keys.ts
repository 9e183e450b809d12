import { useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useSingleKeys } from '@/lib/hotkeys';
import type { ShellKey } from './shortcuts';
import { useFirstCatalogPage } from './use-first-catalog-page';

interface ShellKeys {
  openPalette: () => void;
  openHelp: () => void;
  toggleSidebar: () => void;
}

/** Focuses the search field that a page marks as its own. */
function focusPageSearch(fallback: () => void): void {
  const field = document.querySelector<HTMLInputElement>('input[data-page-search]');
  if (field) field.focus();
  else fallback();
}

/** Presses the first of these buttons that the page has. */
function press(...names: string[]): void {
  const buttons = names.map((name) => document.querySelector<HTMLElement>(`[data-key="${name}"]`));
  buttons.find((button) => button !== null)?.click();
}

type Go = (to: string) => void;

/** What each key does. */
export function bindingsOf({ openPalette, openHelp, toggleSidebar }: ShellKeys, go: Go, catalog: string | undefined) {
  return {
    '/': () => focusPageSearch(openPalette),
    c: () => press('create', 'new'),
    '.': () => press('actions'),
    '[': toggleSidebar,
    '?': openHelp,
    'g h': () => go('/'),
    'g c': () => catalog && go(`/catalog/${encodeURIComponent(catalog)}`),
    'g d': () => go('/dashboards'),
    'g b': () => go('/builder/blueprints'),
    'g i': () => go('/imports'),
    'g t': () => go('/bin'),
    'g n': () => go('/notifications'),
    'g p': () => go('/settings/profile'),
  } satisfies Record<ShellKey, () => unknown>;
}

/** The shortcuts that hold on every page. */
export function useShellKeys(keys: ShellKeys): void {
  const { openPalette } = keys;
  const router = useRouter();
  const catalog = useFirstCatalogPage();
  useSingleKeys(bindingsOf(keys, (to) => router.history.push(to), catalog?.identifier));
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'k') return;
      event.preventDefault();
      openPalette();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [openPalette]);
}
