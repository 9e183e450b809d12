import { IconAlertCircle, IconCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './validity.module.css';

/** Whether a text holds, in a word. */
export function Validity({ problems }: { problems: number }) {
  const { t } = useTranslation();
  const Icon = problems > 0 ? IconAlertCircle : IconCheck;
  return (
    <span className={classes.validity} data-bad={problems > 0 || undefined} role="status">
      <Icon size={14} aria-hidden />
      {problems > 0 ? t('editor.problems', { count: problems }) : t('editor.valid')}
    </span>
  );
}
