import { IconExternalLink, IconFrame } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Empty } from '@/ui/empty';
import { Skeleton } from '@/ui/skeleton';
import { framesQuery } from '../entity-queries';
import { ExternalLink } from '../properties/parts';
import classes from './property-tab.module.css';
import { mayFrame } from './property-tabs';
import './texts';

/** Another site's page: it can neither reach this one nor lead it elsewhere, and only allowed sites are shown at all. */
export function Framed({ url, title }: { url: string; title: string }) {
  const { t } = useTranslation();
  const frames = useQuery(framesQuery);
  if (frames.isPending) return <Skeleton kind="lines" rows={6} />;
  if (!mayFrame(url, frames.data ?? [])) {
    const origin = URL.canParse(url) ? new URL(url).origin : null;
    return (
      <Empty
        icon={<IconFrame size={28} stroke={1.5} />}
        title={t('detail.frame.refused')}
        text={t('detail.frame.refusedText', { origin: origin && origin !== 'null' ? origin : url.slice(0, 80) })}
        action={
          <ExternalLink href={url}>
            <IconExternalLink size={14} aria-hidden />
          </ExternalLink>
        }
      />
    );
  }
  return (
    <iframe
      className={classes.frame}
      title={title}
      src={url}
      sandbox="allow-scripts allow-forms"
      referrerPolicy="no-referrer"
      loading="lazy"
    />
  );
}
