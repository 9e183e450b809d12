import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { seenQuery } from '@/features/personal/public';
import { Empty } from '@/ui/empty';
import { Failure } from '@/ui/failure';
import { Skeleton } from '@/ui/skeleton';
import { Time } from '@/ui/time';
import { KeptList } from './kept-list';

const SHOWN = 6;

/** What the person looked at last. */
export function Seen() {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(seenQuery);
  if (error) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton kind="lines" rows={4} />;
  if (data.length === 0) return <Empty title={t('home.noSeen')} text={t('home.noSeenText')} />;
  return (
    <KeptList
      items={data.slice(0, SHOWN)}
      aside={(item) => (
        <span className="faint small">
          <Time at={item.at} />
        </span>
      )}
    />
  );
}
