import type { ReactNode } from 'react';

/** Stands in for RJSF's Markdown library (15 kB): our templates draw titles and descriptions as text. */
export function Markdown({ children }: { children?: ReactNode }): ReactNode {
  return children ?? null;
}
