import type { ReactNode } from 'react';
import classes from './notice.module.css';

interface EmptyProps {
  icon?: ReactNode;
  title: string;
  text?: ReactNode;
  /** The one next action. */
  action?: ReactNode;
}

/** Says what would be here, why it is not, and offers the one next action. */
export function Empty({ icon, title, text, action }: EmptyProps) {
  return (
    <div className={classes.notice}>
      {icon && <span className={classes.icon}>{icon}</span>}
      <p className={classes.title}>{title}</p>
      {text && <p className={classes.text}>{text}</p>}
      {action}
    </div>
  );
}
