import { useTranslation } from 'react-i18next';
import { formatRelative } from '@/lib/format';
import classes from './catalog.module.css';
import type { useCatalogRows } from './use-rows';

interface StatusBarProps {
  found: ReturnType<typeof useCatalogRows>;
  /** How many there are without search and filters. */
  of: number;
}

/** How many rows there are, how long the question took, and whether what is shown is old. */
export function StatusBar({ found, of }: StatusBarProps) {
  const { t } = useTranslation();
  const { lead, total, took } = found;
  const when = formatRelative(new Date(lead.dataUpdatedAt));
  return (
    <div className={classes.foot}>
      <span role="status" data-testid="count">
        {lead.isSuccess &&
          (total < of ? t('catalog.countOf', { shown: total, total: of }) : t('catalog.count', { count: total }))}
      </span>
      {took !== null && <span className="faint figures">{t('catalog.took', { ms: Math.round(took) })}</span>}
      {found.truncated && <span>{t('catalog.groupCut')}</span>}
      <span className="grow" />
      {/* What another answer lent has no time of its own. */}
      {lead.isSuccess && !lead.isPlaceholderData && (
        <span className={lead.isError || found.error ? undefined : 'faint'}>
          {t(found.error ? 'failure.stale' : 'catalog.fresh', { when })}
        </span>
      )}
    </div>
  );
}
