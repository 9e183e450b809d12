import { lazy, type ReactNode, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from '@/ui/badge';
import { Time } from '@/ui/time';
import classes from './parts.module.css';

const Markdown = lazy(() => import('@/ui/markdown-lazy'));

/** Only addresses that a browser may safely open become links. */
function isWebAddress(href: string): boolean {
  return /^https?:\/\//i.test(href);
}

interface ExternalLinkProps {
  href: string;
  label?: string;
  children?: ReactNode;
}

/** A link out of Seaway; it tells the other side nothing about where it came from. */
export function ExternalLink({ href, label, children }: ExternalLinkProps) {
  const text = label ?? href.replace(/^https?:\/\//i, '').replace(/\/$/, '');
  if (!isWebAddress(href)) return <span className="truncate">{label ?? href}</span>;
  return (
    <a className={classes.external} href={href} target="_blank" rel="noopener noreferrer" title={href}>
      <span className="truncate">{text}</span>
      {children}
    </a>
  );
}

export function Flag({ on, icons }: { on: boolean; icons: [ReactNode, ReactNode] }) {
  const { t } = useTranslation();
  return (
    <span className={classes.flag} data-on={on || undefined}>
      {on ? icons[0] : icons[1]}
      {t(on ? 'value.yes' : 'value.no')}
    </span>
  );
}

/** A moment that runs out. */
export function Timer({ at }: { at: string }) {
  const { t } = useTranslation();
  const over = new Date(at).getTime() < Date.now();
  return (
    <span className="row">
      <Time at={at} />
      {over && <Badge tone="bad">{t('entity.expired')}</Badge>}
    </span>
  );
}

export function KeyCount({ value }: { value: unknown }) {
  const { t } = useTranslation();
  const count = Object.keys((value ?? {}) as object).length;
  return <span className="faint">{t('value.items', { count })}</span>;
}

export function Code({ language, children }: { language: string; children: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard.
    <pre className={classes.code} data-language={language} tabIndex={0}>
      <code>{children}</code>
    </pre>
  );
}

export function Prose({ children }: { children: string }) {
  return (
    <Suspense fallback={<p className={classes.plain}>{children}</p>}>
      <Markdown>{children}</Markdown>
    </Suspense>
  );
}

/** What stands where there is no value. */
export function Unset() {
  const { t } = useTranslation();
  return (
    <span className="faint">
      <span aria-hidden>—</span>
      <span className="sr-only">{t('value.empty')}</span>
    </span>
  );
}
