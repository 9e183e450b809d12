import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link, useRouter } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { createAdministrator, identityKeys } from './api';
import { Door } from './door';
import classes from './door.module.css';
import { isLongEnough, PASSWORD_MIN } from './password';

const route = getRouteApi('/setup');

/** Creates the first administrator, by the link that the server printed. */
export function SetupPage() {
  const { t } = useTranslation();
  const needed = route.useLoaderData();
  const { token } = route.useSearch();
  if (!needed) {
    return (
      <Door title={t('identity.setup.doneTitle')} text={t('identity.setup.doneText')}>
        <Button mt="md" fullWidth renderRoot={(props) => <Link {...props} to="/login" search={{}} />}>
          {t('identity.login.title')}
        </Button>
      </Door>
    );
  }
  if (!token) {
    return (
      <Door title={t('identity.setup.title')} text={t('identity.setup.noToken')}>
        {null}
      </Door>
    );
  }
  return <SetupForm token={token} />;
}

function SetupForm({ token }: { token: string }) {
  const { t } = useTranslation();
  const router = useRouter();
  const queryClient = useQueryClient();
  const form = useForm({
    initialValues: { name: '', email: '', password: '' },
    validate: {
      name: (value) => (value.trim() ? null : t('form.required')),
      email: (value) => (/^\S+@\S+$/.test(value.trim()) ? null : t('identity.emailInvalid')),
      password: (value) => (isLongEnough(value) ? null : t('form.minLength', { count: PASSWORD_MIN })),
    },
  });
  const setup = useMutation({
    mutationFn: ({ name, email, password }: typeof form.values) =>
      createAdministrator({ token, name: name.trim(), email: email.trim(), password }),
    onSuccess: (session) => {
      queryClient.setQueryData(identityKeys.session, session);
      router.history.push('/');
    },
  });
  return (
    <Door title={t('identity.setup.title')} text={t('identity.setup.text')}>
      <form className={classes.form} onSubmit={form.onSubmit((values) => setup.mutate(values))} noValidate>
        {setup.error && (
          <p className={classes.refusal} role="alert">
            {setup.error.message}
          </p>
        )}
        <TextInput label={t('identity.name')} autoComplete="name" autoFocus {...form.getInputProps('name')} />
        <TextInput label={t('identity.email')} type="email" autoComplete="username" {...form.getInputProps('email')} />
        <PasswordInput
          label={t('identity.password')}
          description={t('identity.passwordHelp', { count: PASSWORD_MIN })}
          autoComplete="new-password"
          {...form.getInputProps('password')}
        />
        <Button type="submit" fullWidth mt={4} loading={setup.isPending}>
          {t('identity.setup.submit')}
        </Button>
      </form>
    </Door>
  );
}
