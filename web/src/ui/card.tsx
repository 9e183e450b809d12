import { type ReactNode, useId } from 'react';
import classes from './card.module.css';
import { ErrorBoundary } from './error-boundary';

interface CardProps {
  title: ReactNode;
  icon?: ReactNode;
  /** A link or small control at the right of the heading. */
  action?: ReactNode;
  /** Without padding, for lists and tables that draw their own lines. */
  flush?: boolean;
  children: ReactNode;
}

/** A titled surface. What fails inside stays inside. */
export function Card({ title, icon, action, flush = false, children }: CardProps) {
  const id = useId();
  return (
    <section className={classes.card} aria-labelledby={id}>
      <div className={classes.head}>
        {icon}
        <h2 id={id} className={classes.title}>
          {title}
        </h2>
        {action && <span className={classes.action}>{action}</span>}
      </div>
      <div className={flush ? classes.flush : classes.body}>
        <ErrorBoundary>{children}</ErrorBoundary>
      </div>
    </section>
  );
}
