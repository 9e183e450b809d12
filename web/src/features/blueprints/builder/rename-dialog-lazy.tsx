import { Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '@/ui/dialog';
import { Failure } from '@/ui/failure';
import classes from './add-dialog.module.css';
import type { Section } from './edits';
import { useNameProblem } from './name-fields';

interface RenameDialogProps {
  section: Section;
  name: string;
  /** Whether the server has it: then the rename is done there, so that values move along. */
  stored: boolean;
  onRename: (name: string) => Promise<void>;
  onClose: () => void;
}

/** Gives a property or relation another identifier, and says what that means. */
export default function RenameDialog({ section, name, stored, onRename, onClose }: RenameDialogProps) {
  const { t } = useTranslation();
  const [next, setNext] = useState(name);
  const problem = useNameProblem(section)(next);
  const rename = useMutation({ mutationFn: () => onRename(next), onSuccess: onClose });
  const ready = next !== name && !problem;
  return (
    <Dialog title={t('builder.rename.title', { name })} onClose={onClose} size={460}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) rename.mutate();
        }}
      >
        <p>{t(stored ? 'builder.rename.stored' : 'builder.rename.fresh')}</p>
        {stored && <p className="muted small">{t('builder.rename.jq')}</p>}
        {rename.error && <Failure error={rename.error} />}
        <TextInput
          label={t('builder.rename.name')}
          data-autofocus
          autoComplete="off"
          value={next}
          error={next !== name && problem}
          styles={{ input: { fontFamily: 'var(--font-mono)' } }}
          onChange={(event) => setNext(event.currentTarget.value)}
        />
        <div className={classes.actions}>
          <Button variant="default" onClick={onClose}>
            {t('action.cancel')}
          </Button>
          <Button type="submit" disabled={!ready} loading={rename.isPending}>
            {t('builder.rename.submit')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
