import { useEffect, useRef } from 'react';

const SWITCH = 'seaway-single-keys';

/** Whether single-key shortcuts are wanted (WCAG 2.1.4: they can be switched off). */
export function singleKeysOn(): boolean {
  return localStorage.getItem(SWITCH) !== 'off';
}

export function setSingleKeys(on: boolean): void {
  if (on) localStorage.removeItem(SWITCH);
  else localStorage.setItem(SWITCH, 'off');
}

/** True where a key means text, not a shortcut. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !['checkbox', 'radio', 'button'].includes(target.type);
  return target.isContentEditable || target.tagName === 'TEXTAREA' || target.tagName === 'SELECT';
}

function inLayer(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('[role="dialog"], [role="menu"]') !== null;
}

/** Binds single keys ("c", "/", "?") and two-key sequences ("g h") while nothing is being typed. */
export function useSingleKeys(bindings: Record<string, () => void>): void {
  const latest = useRef(bindings);
  latest.current = bindings;
  useEffect(() => {
    let first = '';
    let timer = 0;
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      if (!singleKeysOn() || isTyping(event.target) || inLayer(event.target)) return;
      const action = latest.current[first ? `${first} ${event.key}` : event.key] ?? latest.current[event.key];
      clearTimeout(timer);
      first = event.key;
      timer = window.setTimeout(() => {
        first = '';
      }, 900);
      if (!action) return;
      first = '';
      event.preventDefault();
      action();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
}
