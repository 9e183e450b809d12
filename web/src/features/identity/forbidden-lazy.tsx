import { Button } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { usePage } from '@/lib/page';
import { MARK, Marked } from '@/ui/marked';
import { usersQuery } from './api';
import classes from './forbidden.module.css';
import { useSession } from './permissions';
import { nameOf, roleOf } from './user';

/** The 403 page: which permission is missing, and who can grant it. */
export default function Forbidden({ permission }: { permission: string | null }) {
  const { t } = useTranslation();
  const { role, organization } = useSession();
  const users = useQuery(usersQuery);
  usePage(t('forbidden.title'));
  const admins = (users.data ?? []).filter(
    (user) => roleOf(user) === 'Admin' && user.status.toLowerCase() === 'active',
  );
  const values = { role, organization: organization.name };
  return (
    <div className={classes.page}>
      <IconLock size={30} stroke={1.5} aria-hidden />
      <h1>{t('forbidden.title')}</h1>
      <p>
        {permission ? (
          <Marked text={t('forbidden.text', { ...values, permission: MARK })}>
            <code>{permission}</code>
          </Marked>
        ) : (
          t('forbidden.plain', values)
        )}
      </p>
      {admins.length > 0 ? (
        <>
          <p>{t('forbidden.grant', values)}</p>
          <ul>
            {admins.slice(0, 5).map((user) => (
              <li key={user.id}>
                <a className="link" href={`mailto:${user.email}`}>
                  {nameOf(user)}
                </a>
              </li>
            ))}
          </ul>
        </>
      ) : (
        <p>{t('forbidden.noAdmins', values)}</p>
      )}
      <Button variant="default" renderRoot={(props) => <Link {...props} to="/" />}>
        {t('notFound.home')}
      </Button>
    </div>
  );
}
