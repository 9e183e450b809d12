import { notifications } from '@mantine/notifications';
import i18next from 'i18next';
import { createElement, type ReactNode } from 'react';

const closable = () => ({ closeButtonProps: { 'aria-label': i18next.t('action.close') } });

/** Says politely that something is done. */
export function toast(message: ReactNode, title?: string): void {
  notifications.show({ message, title, color: 'teal', autoClose: 6000, ...closable() });
}

/** Says that something failed which has no field or place of its own. */
export function toastFailure(error: unknown, title?: string): void {
  const message = error instanceof Error ? error.message : String(error);
  notifications.show({ message, title, color: 'red', autoClose: 10_000, ...closable() });
}

/** Says that something is done, and offers for eight seconds to take it back, where that can be. */
export function toastUndo(message: ReactNode, undo: (() => void) | null): void {
  if (!undo) {
    toast(message);
    return;
  }
  const onClick = () => {
    notifications.hide(id);
    undo();
  };
  const button = createElement(
    'button',
    { type: 'button', className: 'toast-action', onClick },
    i18next.t('action.undo'),
  );
  const body = createElement(
    'span',
    { className: 'row' },
    createElement('span', { className: 'grow' }, message),
    button,
  );
  const id = notifications.show({ message: body, color: 'teal', autoClose: 8000, ...closable() });
}
