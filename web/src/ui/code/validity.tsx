import { IconAlertCircle, IconCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './validity.module.css';

interface ValidityProps {
  problems: number;
  /** Lists the problems. */
  onOpen?: () => void;
}

/** Whether a text holds, in a word, which opens the list of what is wrong. */
export function Validity({ problems, onOpen }: ValidityProps) {
  const { t } = useTranslation();
  const Icon = problems > 0 ? IconAlertCircle : IconCheck;
  const said = problems > 0 ? t('editor.problems', { count: problems }) : t('editor.valid');
  return (
    <span className={classes.validity} data-bad={problems > 0 || undefined} role="status">
      <Icon size={14} aria-hidden />
      {problems > 0 && onOpen ? (
        <button type="button" className={classes.open} aria-keyshortcuts="Control+Shift+M" onClick={onOpen}>
          {said}
        </button>
      ) : (
        said
      )}
    </span>
  );
}
