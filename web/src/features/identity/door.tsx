import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { usePage } from '@/lib/page';
import { Logo } from '@/ui/logo';
import classes from './door.module.css';

interface DoorProps {
  title: string;
  text?: ReactNode;
  children: ReactNode;
}

/** The frame of the pages in front of the sign-in. */
export function Door({ title, text, children }: DoorProps) {
  const { t } = useTranslation();
  usePage(title);
  return (
    <main className={classes.door}>
      <div className={classes.card}>
        <div className={classes.brand}>
          <Logo size={30} />
          <b>{t('app.name')}</b>
        </div>
        <h1>{title}</h1>
        {text && <p className="muted">{text}</p>}
        {children}
      </div>
    </main>
  );
}
