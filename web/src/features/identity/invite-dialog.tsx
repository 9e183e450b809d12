import { Button, CopyButton, Select, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Dialog } from '@/ui/dialog';
import { identityKeys, invite, ROLES, type Role } from './api';
import classes from './users.module.css';

/** Invites a person; no mail is configured, so the link is handed over by hand. */
export function InviteDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const form = useForm({
    initialValues: { email: '', role: 'Member' as Role },
    validate: { email: (value) => (/^\S+@\S+$/.test(value.trim()) ? null : t('identity.emailInvalid')) },
  });
  const send = useMutation({
    mutationFn: ({ email, role }: typeof form.values) => invite(email.trim(), role),
    onSuccess: () => void queryClient.invalidateQueries({ queryKey: identityKeys.users }),
    onError: (error) => form.setFieldError('email', error.message),
  });
  return (
    <Dialog onClose={onClose} title={t('identity.users.invite')} size={460}>
      {send.data ? (
        <div className={classes.form}>
          <p>{t('identity.users.linkText', { email: form.values.email.trim() })}</p>
          <div className={classes.link}>
            <TextInput
              className="grow"
              label={t('identity.users.link')}
              value={send.data}
              readOnly
              onFocus={(e) => e.target.select()}
            />
            <CopyButton value={send.data}>
              {({ copied, copy }) => (
                <Button
                  variant="default"
                  leftSection={copied ? <IconCheck size={15} /> : <IconCopy size={15} />}
                  onClick={copy}
                  data-autofocus
                >
                  {t(copied ? 'action.copied' : 'action.copy')}
                </Button>
              )}
            </CopyButton>
          </div>
          <div className={classes.actions}>
            <Button onClick={onClose}>{t('action.done')}</Button>
          </div>
        </div>
      ) : (
        <form className={classes.form} onSubmit={form.onSubmit((values) => send.mutate(values))} noValidate>
          <TextInput label={t('identity.email')} type="email" data-autofocus {...form.getInputProps('email')} />
          <Select
            label={t('identity.users.role')}
            description={t('identity.users.roleHelp')}
            data={ROLES}
            {...form.getInputProps('role')}
          />
          <div className={classes.actions}>
            <Button variant="default" onClick={onClose}>
              {t('action.cancel')}
            </Button>
            <Button type="submit" loading={send.isPending}>
              {t('identity.users.invite')}
            </Button>
          </div>
        </form>
      )}
    </Dialog>
  );
}
