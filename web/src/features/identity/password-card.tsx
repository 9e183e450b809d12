import { Button, PasswordInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/error';
import { Card } from '@/ui/card';
import { toast } from '@/ui/toast';
import { changePassword, sessionsQuery } from './api';
import { isLongEnough, PASSWORD_MIN } from './password';
import { useSession } from './permissions';
import classes from './profile.module.css';

/** Changes the password, which the current one proves. */
export function PasswordCard() {
  const { t } = useTranslation();
  const { user } = useSession();
  const queryClient = useQueryClient();
  const form = useForm({
    initialValues: { current: '', new: '' },
    validate: {
      current: (value) => (value ? null : t('form.required')),
      new: (value) => (isLongEnough(value) ? null : t('form.minLength', { count: PASSWORD_MIN })),
    },
  });
  const change = useMutation({
    mutationFn: changePassword,
    onSuccess: () => {
      form.reset();
      void queryClient.invalidateQueries({ queryKey: sessionsQuery.queryKey });
      toast(t('profile.changed'));
    },
    onError: (error) => {
      const current = error instanceof ApiError && error.details?.path === 'current';
      form.setErrors({ [current ? 'current' : 'new']: error.message });
    },
  });
  return (
    <Card title={t('profile.password')}>
      <form className={classes.form} onSubmit={form.onSubmit((values) => change.mutate(values))} noValidate>
        <input type="email" name="username" autoComplete="username" value={user.email} readOnly hidden />
        <PasswordInput
          label={t('profile.current')}
          autoComplete="current-password"
          {...form.getInputProps('current')}
        />
        <PasswordInput
          label={t('profile.new')}
          description={t('identity.passwordHelp', { count: PASSWORD_MIN })}
          autoComplete="new-password"
          {...form.getInputProps('new')}
        />
        <div>
          <Button type="submit" variant="default" loading={change.isPending}>
            {t('profile.change')}
          </Button>
        </div>
      </form>
    </Card>
  );
}
