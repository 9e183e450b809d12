import { useTranslation } from 'react-i18next';
import type { components } from '@/api/schema';
import { Badge } from '@/ui/badge';
import { Time } from '@/ui/time';
import classes from './detail.module.css';
import './texts';

export type Origin = components['schemas']['ValueOrigin'];
export type Origins = Record<string, Origin>;

/** Where a value comes from: of one that never changed, the creation says so. */
export function originOf(origins: Origins | undefined, path: string): Origin | undefined {
  return origins?.[path] ?? origins?.['*'];
}

/** Who said a value last, when, from where and why. */
export function OriginLine({ origin }: { origin: Origin }) {
  const { t } = useTranslation();
  return (
    <span className={classes.origin}>
      <span>{t('detail.source.by', { name: origin.actor.name || origin.actor.id || t('entity.change.unknown') })}</span>
      <Time at={origin.at} />
      {origin.source && <span>{t('entity.change.source', { source: origin.source })}</span>}
      {origin.cause && <span className="truncate">{t('entity.change.cause', { cause: origin.cause })}</span>}
      {origin.displaced && <Badge tone="warn">{t('detail.source.displaced')}</Badge>}
    </span>
  );
}
