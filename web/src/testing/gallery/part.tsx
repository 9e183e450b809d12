import type { ReactNode } from 'react';
import classes from './gallery.module.css';

/** A component in some states, under its name. */
export function Part({ name, children }: { name: string; children: ReactNode }) {
  return (
    <section className={classes.section} aria-label={name}>
      <h2>{name}</h2>
      {children}
    </section>
  );
}

export const LONG =
  'A title that somebody wrote with great care and which therefore does not end before every reader has lost the thread';
export const UNBROKEN =
  'an-identifier-without-a-single-place-to-break-because-it-was-made-by-a-program-and-not-by-a-person';
