import { ActionIcon } from '@mantine/core';
import { IconGripVertical, IconStar, IconStarFilled } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type DragEvent, type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { KeptItem } from '@/api/contract';
import { favouritesQuery, type Target } from '@/features/personal/public';
import { useArrangeFavourites, useFavourite } from '@/features/personal/public-lazy';
import { formatNumber } from '@/lib/format';
import { Empty } from '@/ui/empty';
import { Failure } from '@/ui/failure';
import { Skeleton } from '@/ui/skeleton';
import classes from './home.module.css';
import { KeptLine, keyOf } from './kept-list';
import { reordered } from './layout';

const DRAGGED = 'application/x-seaway-favourite';

/** What the person starred, in the order they give it: by drag, or by Alt with the arrow keys. */
export function Favourites() {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(favouritesQuery);
  if (error) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton kind="lines" rows={3} />;
  if (data.length === 0) {
    return (
      <Empty
        icon={<IconStar size={22} stroke={1.5} />}
        title={t('home.noFavourites')}
        text={t('home.noFavouritesText')}
      />
    );
  }
  return <Ordered items={data} />;
}

function Ordered({ items }: { items: KeptItem[] }) {
  const { t } = useTranslation();
  const arrange = useArrangeFavourites();
  const [over, setOver] = useState<number | null>(null);
  const [said, setSaid] = useState('');
  const move = (from: number, to: number) => {
    const [moved, next] = [items[from], reordered(items, from, to)];
    if (!moved || next === items) return;
    arrange(next);
    const count = formatNumber(items.length);
    setSaid(t('home.favouriteMoved', { name: moved.title, at: formatNumber(to + 1), of: count }));
  };
  const onKeyDown = (event: KeyboardEvent, index: number) => {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!event.altKey || !by) return;
    event.preventDefault();
    move(index, index + by);
  };
  const drop = (event: DragEvent, index: number) => {
    setOver(null);
    const from = items.findIndex((item) => keyOf(item) === event.dataTransfer.getData(DRAGGED));
    if (from < 0) return;
    event.preventDefault();
    event.stopPropagation();
    move(from, index);
  };
  const dragOver = (event: DragEvent, index: number) => {
    if (!event.dataTransfer.types.includes(DRAGGED)) return;
    event.preventDefault();
    setOver(index);
  };
  return (
    <>
      <ul className={classes.kept}>
        {items.map((item, index) => (
          <li
            key={keyOf(item)}
            draggable
            data-over={over === index || undefined}
            onDragStart={(event) => {
              event.stopPropagation();
              event.dataTransfer.setData(DRAGGED, keyOf(item));
            }}
            onDragOver={(event) => dragOver(event, index)}
            onDragLeave={() => setOver(null)}
            onDrop={(event) => drop(event, index)}
          >
            <KeptLine item={item} />
            {items.length > 1 && (
              <ActionIcon
                size={26}
                className={classes.grip}
                aria-label={t('home.moveFavourite', { name: item.title })}
                aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown"
                onKeyDown={(event) => onKeyDown(event, index)}
              >
                <IconGripVertical size={14} />
              </ActionIcon>
            )}
            <Unstar item={item} />
          </li>
        ))}
      </ul>
      <div className="sr-only" aria-live="polite">
        {said}
      </div>
    </>
  );
}

function Unstar({ item }: { item: KeptItem }) {
  const { t } = useTranslation();
  const { kind, blueprint, identifier } = item;
  const target: Target =
    kind === 'entity' ? { kind, blueprint: blueprint ?? '', identifier } : { kind: 'page', identifier };
  const { toggle } = useFavourite(target);
  return (
    <ActionIcon size={26} aria-label={t('home.unstar', { name: item.title })} onClick={toggle}>
      <IconStarFilled size={14} />
    </ActionIcon>
  );
}
