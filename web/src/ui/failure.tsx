import { Button, CopyButton } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconCopy, IconRefresh } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './notice.module.css';

interface Traced {
  message: string;
  traceId?: string | null;
}

function describe(error: unknown): Traced | null {
  return error instanceof Error ? error : null;
}

interface FailureProps {
  error: unknown;
  onRetry?: () => void;
  /** What could not be done, as a sentence. */
  title?: string;
}

/** Says, where the data would be, what failed, with the request id to quote and a way to try again. */
export function Failure({ error, onRetry, title }: FailureProps) {
  const { t } = useTranslation();
  const known = describe(error);
  const traceId = known?.traceId;
  return (
    <div className={classes.notice} role="alert">
      <IconAlertTriangle size={22} className={classes.bad} aria-hidden />
      <p className={classes.title}>{title ?? t('failure.title')}</p>
      {known && <p className={classes.text}>{known.message}</p>}
      {traceId && (
        <p className={classes.trace}>
          {t('failure.request')} <code>{traceId}</code>
          <CopyButton value={traceId}>
            {({ copied, copy }) => (
              <button type="button" className={classes.copy} onClick={copy} aria-label={t('failure.copyRequest')}>
                {copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
              </button>
            )}
          </CopyButton>
        </p>
      )}
      {onRetry && (
        <Button size="xs" variant="default" leftSection={<IconRefresh size={14} />} onClick={onRetry}>
          {t('failure.retry')}
        </Button>
      )}
    </div>
  );
}
