import { Button, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '@/ui/dialog';
import { createDashboard, refreshDashboards } from './api';
import classes from './list.module.css';

/** Asks for a title, and opens the new dashboard to be filled. */
export default function CreateDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const [title, setTitle] = useState('');
  const create = useMutation({
    mutationFn: () => createDashboard(title.trim()),
    onSuccess: async (page) => {
      await refreshDashboards(queryClient);
      await navigate({ to: '/dashboards/$page', params: { page }, search: { edit: true } });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (title.trim()) create.mutate();
  };
  return (
    <Dialog title={t('dashboards.new')} size={420} onClose={onClose}>
      <form onSubmit={submit} className={classes.form}>
        <TextInput
          data-autofocus
          required
          maxLength={100}
          label={t('dashboards.fields.title')}
          value={title}
          error={create.error?.message}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        <Button type="submit" loading={create.isPending} disabled={!title.trim()}>
          {t('dashboards.create')}
        </Button>
      </form>
    </Dialog>
  );
}
