import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDateTime, formatRelative } from '@/lib/format';

let minute = Math.floor(Date.now() / 60_000);

function eachMinute(notify: () => void): () => void {
  const timer = setInterval(() => {
    minute = Math.floor(Date.now() / 60_000);
    notify();
  }, 30_000);
  return () => clearInterval(timer);
}

/** A moment as people say it; the exact time is in the title and in datetime. What is no moment is shown as it is. */
export function Time({ at }: { at: string }) {
  useSyncExternalStore(eachMinute, () => minute);
  useTranslation(); // drawn anew in another language
  if (Number.isNaN(Date.parse(at))) return <span className="truncate">{at}</span>;
  return (
    <time dateTime={at} title={`${formatDateTime(at)} (${at})`}>
      {formatRelative(at)}
    </time>
  );
}
