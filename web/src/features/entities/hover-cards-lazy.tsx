import { lazy, Suspense, useEffect, useState } from 'react';
import { createPortal } from 'react-dom';

const HoverCard = lazy(() => import('./hover-card-lazy'));
/** How long a link is pointed at before its card comes, and left before it goes. */
const COMES = 400;
const GOES = 200;

interface Shown {
  link: HTMLElement;
  blueprint: string;
  identifier: string;
}

function linkAt(target: EventTarget | null): Shown | null {
  const link = target instanceof Element ? target.closest<HTMLElement>('[data-card]') : null;
  // What is no link, such as the card of a graph, names the page itself.
  const page = link instanceof HTMLAnchorElement ? new URL(link.href).pathname : (link?.dataset.card ?? '');
  const [, blueprint, identifier] = /^\/e\/([^/]+)\/([^/?#]+)/.exec(page) ?? [];
  if (!link || !blueprint || !identifier) return null;
  return { link, blueprint: decodeURIComponent(blueprint), identifier: decodeURIComponent(identifier) };
}

/** Says in a card what a link to an entity, or its card in a graph, leads to, wherever one is pointed at or reached by keyboard. */
export default function HoverCards() {
  const [shown, setShown] = useState<Shown | null>(null);
  useEffect(() => {
    let timer = 0;
    let wanted: HTMLElement | null = null;
    const later = (next: Shown | null, after: number) => {
      clearTimeout(timer);
      wanted = next?.link ?? null;
      timer = window.setTimeout(() => setShown(next), after);
    };
    const inCard = (target: EventTarget | null) => target instanceof Element && target.closest('[data-hover-card]');
    const over = ({ target }: Event) => {
      const next = linkAt(target);
      if (inCard(target)) clearTimeout(timer);
      else if (next?.link !== wanted) later(next, next ? COMES : GOES);
    };
    const focused = ({ target }: Event) => {
      const next = target instanceof Element && target.matches(':focus-visible') ? linkAt(target) : null;
      if (!inCard(target)) later(next, next ? COMES : 0);
    };
    const gone = () => later(null, 0);
    const key = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && document.querySelector('[data-hover-card]')) {
        event.stopPropagation();
        gone();
      }
    };
    document.addEventListener('pointerover', over);
    document.addEventListener('focusin', focused);
    document.addEventListener('click', gone);
    document.addEventListener('keydown', key, true);
    document.addEventListener('scroll', gone, true);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('pointerover', over);
      document.removeEventListener('focusin', focused);
      document.removeEventListener('click', gone);
      document.removeEventListener('keydown', key, true);
      document.removeEventListener('scroll', gone, true);
    };
  }, []);
  // The link may have left the page with what it stood in.
  if (!shown?.link.isConnected) return null;
  return createPortal(
    <Suspense fallback={null}>
      <HoverCard key={`${shown.blueprint} ${shown.identifier}`} {...shown} />
    </Suspense>,
    document.body,
  );
}
