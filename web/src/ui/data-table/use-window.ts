import { type RefObject, useEffect, useState } from 'react';
import { flushSync } from 'react-dom';

/** Rows drawn beyond each edge, so that what a turn of the wheel brings in is there already. */
const MORE = 6;

interface Span {
  first: number;
  /** One after the last. */
  end: number;
}

/** Which of so many rows of one height are in sight of the scroller, or nearly; only another answer draws anew. */
export function useWindow(scroller: RefObject<HTMLElement | null>, count: number, rowHeight: number): Span {
  const [span, setSpan] = useState<Span>({ first: 0, end: 0 });
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const look = (now: boolean) => {
      const { scrollTop, offsetHeight } = element;
      const first = Math.max(0, Math.floor(scrollTop / rowHeight) - MORE);
      const end = Math.ceil((scrollTop + offsetHeight) / rowHeight) + MORE;
      const next = (old: Span) => (old.first === first && old.end === end ? old : { first, end });
      // While scrolling, rows are drawn before the picture that shows where they belong.
      if (now) flushSync(() => setSpan(next));
      else setSpan(next);
    };
    const onScroll = () => look(true);
    const observer = new ResizeObserver(() => look(false));
    look(false);
    observer.observe(element);
    element.addEventListener('scroll', onScroll, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', onScroll);
    };
  }, [scroller, rowHeight]);
  return { first: Math.min(span.first, count), end: Math.min(span.end, count) };
}
