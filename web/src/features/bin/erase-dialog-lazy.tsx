import { Button, TextInput } from '@mantine/core';
import { IconTrashOff } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '@/ui/dialog';
import { Failure } from '@/ui/failure';
import { toast } from '@/ui/toast';
import { type BinItem, binKeys, eraseItem } from './api';
import classes from './bin.module.css';
import { nameOf, othersOf } from './columns';

/** Asks for the identifier, since nothing brings back what is erased. */
export default function EraseDialog({ item, onClose }: { item: BinItem; onClose: () => void }) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const [typed, setTyped] = useState('');
  const erasing = useMutation({
    mutationFn: () => eraseItem(item.id, typed),
    onSuccess: async () => {
      toast(t('bin.erase.done'));
      onClose();
      await queryClient.invalidateQueries({ queryKey: binKeys.lists });
    },
  });
  return (
    <Dialog onClose={onClose} size={480} title={t('bin.erase.title', { name: nameOf(item.first) })}>
      <form
        className={classes.dialog}
        onSubmit={(event) => {
          event.preventDefault();
          erasing.mutate();
        }}
      >
        <p>{t('bin.erase.text', { count: othersOf(item) + 1 })}</p>
        <TextInput
          label={t('bin.erase.type', { identifier: item.first.identifier })}
          value={typed}
          autoComplete="off"
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        {erasing.error && <Failure error={erasing.error} title={t('bin.erase.failed')} />}
        <div className={classes.actions}>
          <Button variant="default" onClick={onClose}>
            {t('action.cancel')}
          </Button>
          <Button
            type="submit"
            color="var(--bad-fill)"
            leftSection={<IconTrashOff size={15} />}
            disabled={typed !== item.first.identifier}
            loading={erasing.isPending}
          >
            {t('bin.erase.action')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
