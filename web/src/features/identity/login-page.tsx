import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { isStatus } from '@/api/error';
import { identityKeys, signIn } from './api';
import { Door } from './door';
import classes from './door.module.css';

const route = getRouteApi('/login');

/** Signs a person in and leads to where they wanted to go. */
export function LoginPage() {
  const { t } = useTranslation();
  const router = useRouter();
  const queryClient = useQueryClient();
  const { redirect = '/' } = route.useSearch();
  const form = useForm({
    initialValues: { email: '', password: '' },
    validate: {
      email: (value) => (value.trim() ? null : t('form.required')),
      password: (value) => (value ? null : t('form.required')),
    },
  });
  const login = useMutation({
    mutationFn: ({ email, password }: typeof form.values) => signIn(email.trim(), password),
    onSuccess: (session) => {
      queryClient.setQueryData(identityKeys.session, session);
      router.history.push(redirect);
    },
  });
  const refusal = login.error && (isStatus(login.error, 401) ? t('identity.login.refused') : login.error.message);
  return (
    <Door title={t('identity.login.title')} text={t('identity.login.text')}>
      <form className={classes.form} onSubmit={form.onSubmit((values) => login.mutate(values))} noValidate>
        {refusal && (
          <p className={classes.refusal} role="alert">
            {refusal}
          </p>
        )}
        <TextInput
          label={t('identity.email')}
          type="email"
          autoComplete="username"
          autoFocus
          {...form.getInputProps('email')}
        />
        <PasswordInput
          label={t('identity.password')}
          autoComplete="current-password"
          {...form.getInputProps('password')}
        />
        <Button type="submit" fullWidth mt={4} loading={login.isPending}>
          {t('identity.login.submit')}
        </Button>
      </form>
    </Door>
  );
}
