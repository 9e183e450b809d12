import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { readYaml, writeYaml } from '@/lib/yaml-doc';
import { Dialog } from '@/ui/dialog';
import classes from './impact-dialog.module.css';

interface PasteDialogProps {
  onPaste: (source: string) => void;
  onClose: () => void;
}

/** Takes a blueprint from elsewhere: YAML as it is, JSON as YAML. */
export default function PasteDialog({ onPaste, onClose }: PasteDialogProps) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const take = () => {
    const { data, errors } = readYaml(text);
    if (data === null || Object.keys(data).length === 0) {
      setProblem(errors[0] && errors[0] !== 'map' ? errors[0] : t('builder.paste.notMap'));
      return;
    }
    onPaste(text.trim().startsWith('{') ? writeYaml(data) : text);
    onClose();
  };
  return (
    <Dialog title={t('builder.paste.title')} onClose={onClose} size={620}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          take();
        }}
      >
        <Textarea
          label={t('builder.paste.label')}
          description={t('builder.paste.text')}
          data-autofocus
          autosize
          minRows={12}
          maxRows={20}
          value={text}
          error={problem}
          styles={{ input: { fontFamily: 'var(--font-mono)' } }}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <div className={classes.actions}>
          <Button variant="default" onClick={onClose}>
            {t('action.cancel')}
          </Button>
          <Button type="submit" disabled={text.trim() === ''}>
            {t('builder.paste.submit')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
