import type { ReactNode } from 'react';
import classes from './badge.module.css';
import type { Tone } from './tone';

/** A status dot; its shape differs by tone, so that colour is not the only sign. */
export function Dot({ tone, pulse = false }: { tone: Tone; pulse?: boolean }) {
  return <span className={classes.dot} data-tone={tone} data-pulse={pulse || undefined} aria-hidden />;
}

/** A word on a soft ground, for categories. */
export function Badge({ tone = 'mute', children }: { tone?: Tone; children: ReactNode }) {
  return (
    <span className={classes.badge} data-tone={tone}>
      {children}
    </span>
  );
}

/** A dot and its word, for health and progress. */
export function Status({ tone, children, pulse = false }: { tone: Tone; children: ReactNode; pulse?: boolean }) {
  return (
    <span className={classes.status}>
      <Dot tone={tone} pulse={pulse} />
      {children}
    </span>
  );
}
