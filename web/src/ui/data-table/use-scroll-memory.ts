import { type RefObject, useEffect, useRef } from 'react';

const PREFIX = 'seaway-scroll:';

/** Puts a scroller back where it was when the page was left, once it has rows; a new `resetKey` scrolls to the top. */
export function useScrollMemory(
  scroller: RefObject<HTMLElement | null>,
  key: string | undefined,
  filled: boolean,
  resetKey: string | undefined,
): void {
  const place = useRef(key);
  place.current = key;
  const shown = useRef(resetKey);
  const restored = useRef(false);
  useEffect(() => {
    if (!filled || restored.current) return;
    restored.current = true;
    const top = Number(place.current && sessionStorage.getItem(PREFIX + place.current));
    if (top > 0) scroller.current?.scrollTo({ top });
  }, [filled, scroller]);
  useEffect(() => {
    if (resetKey === shown.current) return;
    shown.current = resetKey;
    scroller.current?.scrollTo({ top: 0 });
  }, [resetKey, scroller]);
  useEffect(() => {
    const element = scroller.current;
    const keep = () => {
      if (element && place.current) sessionStorage.setItem(PREFIX + place.current, String(element.scrollTop));
    };
    // A scroller that has left the document knows its place no more, so it is kept whenever it rests.
    element?.addEventListener('scrollend', keep);
    addEventListener('pagehide', keep);
    return () => {
      element?.removeEventListener('scrollend', keep);
      removeEventListener('pagehide', keep);
    };
  }, [scroller]);
}
