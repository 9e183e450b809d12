import { Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '@/ui/dialog';
import classes from '../list.module.css';
import { MOST_LETTERS, type TabName } from '../model/entity-page';

interface TabDialogProps {
  heading: string;
  submit: string;
  tab?: TabName;
  /** The names of the other tabs. */
  taken: string[];
  onName: (name: TabName) => Promise<void>;
  onClose: () => void;
}

/** Asks what a dashboard on the pages of entities is called. */
export function TabDialog({ heading, submit, tab, taken, onName, onClose }: TabDialogProps) {
  const { t } = useTranslation();
  const [title, setTitle] = useState(tab?.title ?? '');
  const name = title.trim();
  const used = taken.some((each) => each.toLowerCase() === name.toLowerCase());
  const save = useMutation({ mutationFn: () => onName({ ...tab, title: name }), onSuccess: onClose });
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (name && !used) save.mutate();
  };
  return (
    <Dialog title={heading} size={420} onClose={onClose}>
      <form onSubmit={onSubmit} className={classes.form}>
        <TextInput
          data-autofocus
          required
          maxLength={MOST_LETTERS}
          label={t('dashboards.fields.title')}
          description={t('dashboards.tabHelp')}
          value={title}
          error={used ? t('dashboards.tabTaken') : save.error?.message}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        <Button type="submit" loading={save.isPending} disabled={!name || used}>
          {submit}
        </Button>
      </form>
    </Dialog>
  );
}
