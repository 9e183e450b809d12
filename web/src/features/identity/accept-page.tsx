import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Invitation } from '@/api/contract';
import { Skeleton } from '@/ui/skeleton';
import { acceptInvitation, identityKeys, invitationQuery } from './api';
import { Door } from './door';
import classes from './door.module.css';
import { isLongEnough, PASSWORD_MIN } from './password';

const route = getRouteApi('/invite');

/** An invited person joins: with a new account, or with the one they have. */
export function AcceptPage() {
  const { t } = useTranslation();
  const { token = '' } = route.useSearch();
  const invitation = useQuery({ ...invitationQuery(token), enabled: token !== '' });
  const title = t('identity.accept.title');
  if (invitation.data) return <AcceptForm token={token} invitation={invitation.data} />;
  if (token === '' || invitation.error) {
    return (
      <Door title={title} text={token === '' ? t('identity.accept.noToken') : invitation.error?.message}>
        {null}
      </Door>
    );
  }
  return (
    <Door title={title}>
      <Skeleton kind="lines" rows={4} />
    </Door>
  );
}

function AcceptForm({ token, invitation }: { token: string; invitation: Invitation }) {
  const { t } = useTranslation();
  const router = useRouter();
  const queryClient = useQueryClient();
  const { email, organization, known } = invitation;
  const form = useForm({
    initialValues: { name: '', password: '' },
    validate: {
      name: (value) => (known || value.trim() ? null : t('form.required')),
      password: (value) => (known || isLongEnough(value) ? null : t('form.minLength', { count: PASSWORD_MIN })),
    },
  });
  const accept = useMutation({
    mutationFn: ({ name, password }: typeof form.values) =>
      acceptInvitation({ token, password, ...(known ? {} : { name: name.trim() }) }),
    onSuccess: (session) => {
      queryClient.setQueryData(identityKeys.session, session);
      router.history.push('/');
    },
  });
  const values = { email, organization: organization.name };
  return (
    <Door
      title={t('identity.accept.join', values)}
      text={t(known ? 'identity.accept.knownText' : 'identity.accept.text', values)}
    >
      <form className={classes.form} onSubmit={form.onSubmit((entered) => accept.mutate(entered))} noValidate>
        {accept.error && (
          <p className={classes.refusal} role="alert">
            {accept.error.message}
          </p>
        )}
        <input type="email" name="username" autoComplete="username" value={email} readOnly hidden />
        {!known && (
          <TextInput label={t('identity.name')} autoComplete="name" autoFocus {...form.getInputProps('name')} />
        )}
        <PasswordInput
          label={t('identity.password')}
          description={known ? undefined : t('identity.passwordHelp', { count: PASSWORD_MIN })}
          autoComplete={known ? 'current-password' : 'new-password'}
          autoFocus={known}
          {...form.getInputProps('password')}
        />
        <Button type="submit" fullWidth mt={4} loading={accept.isPending}>
          {t('identity.accept.submit')}
        </Button>
      </form>
    </Door>
  );
}
