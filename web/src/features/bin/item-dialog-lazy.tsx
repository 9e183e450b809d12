import { Button, Checkbox } from '@mantine/core';
import { IconRestore } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '@/features/identity/public';
import { formatList } from '@/lib/format';
import { Badge } from '@/ui/badge';
import { Dialog } from '@/ui/dialog';
import { Failure } from '@/ui/failure';
import { Skeleton } from '@/ui/skeleton';
import { toast } from '@/ui/toast';
import {
  type BinItem,
  binItemQuery,
  binObjectQuery,
  binObjectsQuery,
  type Gone,
  type Restored,
  refreshRestored,
  restoreAll,
  restorePlanQuery,
} from './api';
import classes from './bin.module.css';
import { nameOf, othersOf } from './columns';

interface ItemDialogProps {
  id: string;
  onClose: () => void;
}

/** A deletion: what went, how it was, and what bringing it back would do. */
export default function ItemDialog({ id, onClose }: ItemDialogProps) {
  const { t } = useTranslation();
  const item = useQuery(binItemQuery(id));
  return (
    <Dialog onClose={onClose} size={640} title={item.data ? nameOf(item.data.first) : t('nav.bin')}>
      {item.error && <Failure error={item.error} />}
      {!item.error && !item.data && <Skeleton kind="lines" rows={4} />}
      {item.data && <Contents item={item.data} onClose={onClose} />}
    </Dialog>
  );
}

function Contents({ item, onClose }: { item: BinItem; onClose: () => void }) {
  const { t } = useTranslation();
  const may = useMay();
  const [seen, setSeen] = useState(item.first);
  return (
    <div className={classes.dialog}>
      {othersOf(item) > 0 && <Objects item={item} seen={seen} onSee={setSeen} />}
      <section>
        <h3>{t('bin.last')}</h3>
        <LastState item={item.id} object={seen.id} />
      </section>
      {may('create:entities') && <Restoring item={item} onClose={onClose} />}
    </div>
  );
}

function Objects({ item, seen, onSee }: { item: BinItem; seen: Gone; onSee: (gone: Gone) => void }) {
  const { t } = useTranslation();
  const { data: objects } = useQuery(binObjectsQuery(item.id));
  const more = othersOf(item) + 1 - (objects?.length ?? 0);
  return (
    <section>
      <h3>{t('bin.together', { count: othersOf(item) + 1 })}</h3>
      <ul className={classes.objects}>
        {objects?.map((gone) => (
          <li key={gone.id}>
            <button type="button" aria-pressed={gone.id === seen.id} onClick={() => onSee(gone)}>
              <span className="grow truncate">{nameOf(gone)}</span>
              <span className="faint small">
                {gone.kind === 'entity' ? gone.blueprint : t(`bin.kind.${gone.kind}`)}
              </span>
              {gone.state !== 'deleted' && <Badge>{t(`bin.state.${gone.state}`)}</Badge>}
            </button>
          </li>
        ))}
      </ul>
      {objects && more > 0 && <p className="faint small">{t('value.more', { count: more })}</p>}
    </section>
  );
}

const TIMES = new Set(['createdAt', 'updatedAt']);

/** One level of names: `properties.tier`. */
function flat(last: Record<string, unknown>): [string, string][] {
  return Object.entries(last).flatMap(([name, value]): [string, string][] => {
    if (TIMES.has(name) || value === null || (Array.isArray(value) && value.length === 0)) return [];
    if (typeof value === 'object' && (name === 'properties' || name === 'relations')) {
      return flat(value as Record<string, unknown>);
    }
    return [[name, typeof value === 'string' ? value : JSON.stringify(value)]];
  });
}

function LastState({ item, object }: { item: string; object: string }) {
  const { t } = useTranslation();
  const query = useQuery(binObjectQuery(item, object));
  if (query.error) return <Failure error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <Skeleton kind="lines" rows={3} />;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard.
    <section tabIndex={0} aria-label={t('bin.last')}>
      <dl className={classes.last}>
        {flat(query.data.last).map(([name, value]) => (
          <div key={name} style={{ display: 'contents' }}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Restoring({ item, onClose }: { item: BinItem; onClose: () => void }) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const [references, setReferences] = useState(true);
  const [skip, setSkip] = useState(false);
  const wish = { references, skip };
  const plan = useQuery(restorePlanQuery(item.id, wish));
  const restoring = useMutation({
    mutationFn: (digest: string) => restoreAll(item.id, wish, digest),
    onSuccess: async (count) => {
      toast(t('bin.restored', { count }));
      onClose();
      await refreshRestored(queryClient);
    },
  });
  if (plan.error) return <Failure error={plan.error} onRetry={() => void plan.refetch()} />;
  if (!plan.data) return <Skeleton kind="lines" rows={2} />;
  const barred = plan.data.obstacles.length > 0;
  const ready = plan.data.objects.length > 0 && (!barred || skip);
  return (
    <>
      <Findings found={plan.data} />
      <Checkbox
        label={t('bin.references')}
        checked={references}
        onChange={(event) => setReferences(event.currentTarget.checked)}
      />
      {barred && plan.data.objects.length > 0 && (
        <Checkbox label={t('bin.skip')} checked={skip} onChange={(event) => setSkip(event.currentTarget.checked)} />
      )}
      {restoring.error && (
        <Failure error={restoring.error} title={t('bin.failed')} onRetry={() => void plan.refetch()} />
      )}
      <div className={classes.actions}>
        <Button variant="default" onClick={onClose}>
          {t('action.cancel')}
        </Button>
        <Button
          leftSection={<IconRestore size={15} />}
          disabled={!ready}
          loading={restoring.isPending}
          onClick={() => restoring.mutate(plan.data.plan.digest)}
        >
          {t('bin.restore', { count: plan.data.objects.length + plan.data.left })}
        </Button>
      </div>
    </>
  );
}

function Findings({ found }: { found: Restored }) {
  const { t } = useTranslation();
  return (
    <>
      {found.obstacles.length > 0 && (
        <div className={classes.barred} role="status">
          <b>{t('bin.barred', { count: found.obstacles.length })}</b>
          <ul>
            {found.obstacles.slice(0, 8).map((each) => (
              <li key={each.object}>
                {each.object}: {each.message}
              </li>
            ))}
          </ul>
        </div>
      )}
      {found.lost.slice(0, 8).map((each) => (
        <p key={each.object} className="muted small">
          {t('bin.lost', { object: each.object, what: formatList(each.paths) })}
        </p>
      ))}
      {found.references > 0 && <p className="muted small">{t('bin.referred', { count: found.references })}</p>}
    </>
  );
}
