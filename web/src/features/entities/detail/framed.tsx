import { useQuery } from '@tanstack/react-query';
import { Skeleton } from '@/ui/skeleton';
import { framesQuery } from '../entity-queries';
import { FrameRefused } from './frame-refused';
import classes from './property-tab.module.css';
import { mayFrame } from './property-tabs';

/** Another site's page: it can neither reach this one nor lead it elsewhere, and only allowed sites are shown at all. */
export function Framed({ url, title }: { url: string; title: string }) {
  const frames = useQuery(framesQuery);
  if (frames.isPending) return <Skeleton kind="lines" rows={6} />;
  if (!mayFrame(url, frames.data ?? [])) return <FrameRefused url={url} allowed={frames.data ?? []} />;
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
