import type { ReactNode } from 'react';
import classes from './page-header.module.css';

interface PageHeaderProps {
  title: ReactNode;
  icon?: ReactNode;
  description?: ReactNode;
  /** What stands beside the title, such as a status. */
  aside?: ReactNode;
  /** At most one of these is a primary button. */
  actions?: ReactNode;
}

/** The icon, the one h1 of the page, a sentence and the actions. */
export function PageHeader({ title, icon, description, aside, actions }: PageHeaderProps) {
  return (
    <header className={classes.header}>
      {icon && <span className={classes.tile}>{icon}</span>}
      <div className={classes.text}>
        <div className="row wrap">
          <h1 className={classes.title}>{title}</h1>
          {aside}
        </div>
        {description && <p className={classes.description}>{description}</p>}
      </div>
      {actions && <div className={classes.actions}>{actions}</div>}
    </header>
  );
}
