import { useTranslation } from 'react-i18next';
import type { ImportRun } from '@/api/contract';
import { Badge, Dot, Status } from '@/ui/badge';
import { isOver, STATUS_TONES } from './status';

/** How an import stands: a pill that pulses and counts while it is under way, a plain status once it is over. */
export function RunStatus({ run: { status, progress } }: { run: ImportRun }) {
  const { t } = useTranslation();
  const tone = STATUS_TONES[status];
  const word = t(`imports.status.${status}`);
  if (isOver(status)) return <Status tone={tone}>{word}</Status>;
  return (
    <Badge tone={tone}>
      <Dot tone={tone} pulse={status === 'running'} />
      {word}
      {progress.total > 0 && <span className="figures">{t('imports.progress', { ...progress })}</span>}
    </Badge>
  );
}
