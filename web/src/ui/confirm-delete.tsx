import { Button, Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Dialog } from './dialog';

interface ConfirmDeleteProps {
  title: string;
  /** What goes, and what stays. */
  text: string;
  deleting: boolean;
  onDelete: () => void;
  onClose: () => void;
}

/** Asks before one thing is deleted. */
export function ConfirmDelete({ title, text, deleting, onDelete, onClose }: ConfirmDeleteProps) {
  const { t } = useTranslation();
  return (
    <Dialog title={title} size={420} onClose={onClose}>
      <p>{text}</p>
      <Group justify="flex-end" mt="md" gap={8}>
        <Button variant="default" onClick={onClose}>
          {t('action.cancel')}
        </Button>
        <Button color="red" loading={deleting} onClick={onDelete}>
          {t('action.delete')}
        </Button>
      </Group>
    </Dialog>
  );
}
