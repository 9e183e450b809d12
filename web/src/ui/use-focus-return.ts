import { useEffect, useState } from 'react';

/** What had the focus; of a menu, which closes by itself, what it hangs on. */
function holder(): HTMLElement | null {
  const active = document.activeElement;
  if (!(active instanceof HTMLElement) || active === document.body) return null;
  const menu = active.closest('[role="menu"]')?.getAttribute('aria-labelledby');
  return (menu && document.getElementById(menu)) || active;
}

/**
 * Gives the focus back to what had it before a layer was drawn, once the layer is drawn no more; returned is how to do so earlier.
 *
 * The kit does so for layers that it hears being closed; ours are open while they are drawn.
 */
export function useFocusReturn(): () => void {
  const [before] = useState(holder);
  useEffect(
    () => () => {
      // After the layer has left the page, and only where nothing else has taken the focus meanwhile.
      setTimeout(() => {
        if (document.activeElement !== null && document.activeElement !== document.body) return;
        const back = before?.isConnected ? before : document.getElementById('main');
        back?.focus({ preventScroll: true });
      });
    },
    [before],
  );
  return () => before?.focus({ preventScroll: true });
}
