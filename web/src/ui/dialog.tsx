import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFocusReturn } from './use-focus-return';

interface DialogProps {
  title: string;
  size: number;
  onClose: () => void;
  children: ReactNode;
}

/** A dialog for one decision; it is open while it is drawn. */
export function Dialog({ title, size, onClose, children }: DialogProps) {
  const { t } = useTranslation();
  useFocusReturn();
  return (
    <Modal opened onClose={onClose} title={title} size={size} closeButtonProps={{ 'aria-label': t('action.close') }}>
      {children}
    </Modal>
  );
}
