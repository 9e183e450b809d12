import { Button, Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Dialog } from './dialog';

interface LeaveDialogProps {
  onStay: () => void;
  onLeave: () => void;
}

/** Asks before unsaved work is lost. */
export function LeaveDialog({ onStay, onLeave }: LeaveDialogProps) {
  const { t } = useTranslation();
  return (
    <Dialog onClose={onStay} title={t('entity.form.leave')} size={400}>
      <p>{t('entity.form.leaveText')}</p>
      <Group justify="flex-end" mt="md" gap={8}>
        <Button variant="default" onClick={onLeave}>
          {t('entity.form.discard')}
        </Button>
        <Button data-autofocus onClick={onStay}>
          {t('entity.form.stay')}
        </Button>
      </Group>
    </Dialog>
  );
}
