import { Button, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconUserCircle } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { formatList } from '@/lib/format';
import { usePage } from '@/lib/page';
import { Badge } from '@/ui/badge';
import { Card } from '@/ui/card';
import { PageHeader } from '@/ui/page-header';
import { toast } from '@/ui/toast';
import { identityKeys, rename, usersQuery } from './api';
import { LookCard } from './look-card';
import { PasswordCard } from './password-card';
import { useSession } from './permissions';
import classes from './profile.module.css';
import { SessionsCard } from './sessions-card';

/** The person's own page: name, appearance, password, sessions. */
export function ProfilePage() {
  const { t } = useTranslation();
  usePage(t('profile.title'), [{ label: t('nav.settings') }]);
  return (
    <div className="page">
      <PageHeader icon={<IconUserCircle size={20} />} title={t('profile.title')} description={t('profile.text')} />
      <div className={classes.columns}>
        <div className={classes.column}>
          <YouCard />
          <LookCard />
        </div>
        <div className={classes.column}>
          <PasswordCard />
          <SessionsCard />
        </div>
      </div>
    </div>
  );
}

function YouCard() {
  const { t } = useTranslation();
  const { user, role } = useSession();
  const queryClient = useQueryClient();
  const teams = useQuery(usersQuery).data?.find((each) => each.id === user.id)?.teams ?? [];
  const form = useForm({
    initialValues: { name: user.name },
    validate: { name: (value) => (value.trim() ? null : t('form.required')) },
  });
  const save = useMutation({
    mutationFn: ({ name }: typeof form.values) => rename(name.trim()),
    onSuccess: (session) => {
      queryClient.setQueryData(identityKeys.session, session);
      void queryClient.invalidateQueries({ queryKey: identityKeys.users });
      form.setValues({ name: session.user.name });
      form.resetDirty({ name: session.user.name });
      toast(t('profile.saved'));
    },
    onError: (error) => form.setErrors({ name: error.message }),
  });
  return (
    <Card title={t('profile.you')}>
      <form className={classes.form} onSubmit={form.onSubmit((values) => save.mutate(values))} noValidate>
        <TextInput label={t('identity.name')} autoComplete="name" maxLength={120} {...form.getInputProps('name')} />
        <dl className={classes.facts}>
          <dt>{t('identity.email')}</dt>
          <dd>{user.email}</dd>
          <dt>{t('profile.role')}</dt>
          <dd>
            <Badge tone={role === 'Admin' ? 'info' : 'mute'}>{role}</Badge>
          </dd>
          <dt>{t('profile.teams')}</dt>
          <dd>{teams.length > 0 ? formatList(teams) : t('profile.noTeams')}</dd>
        </dl>
        <div>
          <Button type="submit" disabled={!form.isDirty()} loading={save.isPending}>
            {t('action.save')}
          </Button>
        </div>
      </form>
    </Card>
  );
}
