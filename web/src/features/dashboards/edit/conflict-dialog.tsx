import { Button, Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Dialog } from '@/ui/dialog';

interface ConflictDialogProps {
  onTheirs: () => void;
  onMine: () => void;
  onClose: () => void;
}

/** Somebody arranged the dashboard meanwhile: whose arrangement stays is for the person to say. */
export function ConflictDialog({ onTheirs, onMine, onClose }: ConflictDialogProps) {
  const { t } = useTranslation();
  return (
    <Dialog title={t('dashboards.conflict')} size={460} onClose={onClose}>
      <p>{t('dashboards.conflictText')}</p>
      <Group justify="flex-end" mt="md" gap={8}>
        <Button variant="default" onClick={onTheirs}>
          {t('dashboards.takeTheirs')}
        </Button>
        <Button color="red" onClick={onMine}>
          {t('dashboards.keepMine')}
        </Button>
      </Group>
    </Dialog>
  );
}
