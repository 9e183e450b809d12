import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '@/ui/dialog';
import { toast } from '@/ui/toast';
import { createFolder, useArrange } from './api';

/** Asks for the name of a new folder. */
export default function FolderDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const { run } = useArrange();
  const [title, setTitle] = useState('');
  const [failure, setFailure] = useState<string>();
  const [busy, setBusy] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!title.trim()) {
      setFailure(t('form.required'));
      return;
    }
    setBusy(true);
    run(() => createFolder(title.trim()))
      .then(() => {
        toast(t('arrange.created', { title: title.trim() }));
        onClose();
      })
      .catch((error: Error) => setFailure(error.message))
      .finally(() => setBusy(false));
  };
  return (
    <Dialog title={t('arrange.folder')} size={400} onClose={onClose}>
      <form onSubmit={submit} noValidate>
        <TextInput
          data-autofocus
          label={t('arrange.name')}
          maxLength={100}
          value={title}
          error={failure}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        <div className="row" style={{ justifyContent: 'flex-end', marginTop: 16 }}>
          <Button variant="default" onClick={onClose}>
            {t('action.cancel')}
          </Button>
          <Button type="submit" loading={busy}>
            {t('action.create')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
