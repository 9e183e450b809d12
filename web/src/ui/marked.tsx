import type { ReactNode } from 'react';

/** Stands in a translated sentence for the part that is drawn, not written. */
export const MARK = '\u0001';

/** A sentence with one part drawn: the translation says where, and no value is ever read as markup. */
export function Marked({ text, children }: { text: string; children: ReactNode }) {
  const [before, ...after] = text.split(MARK);
  return (
    <>
      {before}
      {after.length > 0 && children}
      {after.join('')}
    </>
  );
}
