import type { markdown as en } from '../en/markdown';
import type { Translated } from '../translated';

export const markdown: Translated<typeof en> = {
  taskDone: 'Erledigt:',
  taskOpen: 'Offen:',
};
