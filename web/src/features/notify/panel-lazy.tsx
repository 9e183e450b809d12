import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { NotificationList, ReadAllButton } from './notification-list';
import classes from './notify.module.css';

/** What the bell opens: the latest notifications, and the way to all of them. */
export default function Panel({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <div className={classes.panel}>
      <div className={classes.panelHead}>
        <h2>{t('notify.title')}</h2>
        <ReadAllButton />
      </div>
      <div className={classes.panelBody}>
        <NotificationList onOpen={onClose} />
      </div>
      <div className={classes.panelFoot}>
        <Link className="link" to="/notifications" onClick={onClose}>
          {t('notify.seeAll')}
        </Link>
      </div>
    </div>
  );
}
