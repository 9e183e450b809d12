import { ActionIcon, Button, Slider, Tooltip } from '@mantine/core';
import { IconChevronLeft, IconChevronRight, IconHistory } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Entity } from '@/api/contract';
import { formatDateTime } from '@/lib/format';
import { historyQuery } from '../entity-queries';
import { Deleted, RestoreButton } from './deleted';
import classes from './entity.module.css';
import './texts';

interface PastBarProps {
  entity: Entity;
  at: string;
  /** It did not exist then. */
  absent?: boolean;
  /** An instant, or undefined for the present. */
  onMove: (at: string | undefined) => void;
}

/** Says that a past state is shown, and moves through the entity's life, from change to change or freely. */
export default function PastBar({ entity, at, absent = false, onMove }: PastBarProps) {
  const { t } = useTranslation();
  const history = useInfiniteQuery(historyQuery(entity.blueprint, entity.identifier));
  const [dragged, setDragged] = useState<number | null>(null);
  const changes = history.data?.pages.flatMap((page) => page.changes) ?? [];
  const deletion = changes[0]?.op === 'deleted' ? changes[0] : undefined;
  // Instants are told in whole milliseconds: a change lies a fraction after the one it names.
  const stops = [...new Set(changes.map((change) => Date.parse(change.at) + 1))].sort((one, other) => one - other);
  const here = Date.parse(at);
  const now = Date.now();
  const first = Math.min(here, stops[0] ?? here, Date.parse(entity.createdAt) + 1);
  const earlier = stops.findLast((stop) => stop < here);
  const later = stops.find((stop) => stop > here);
  const move = (to: number | undefined) => onMove(to === undefined ? undefined : new Date(to).toISOString());
  return (
    <div className={classes.past} role="status">
      <IconHistory size={16} aria-hidden />
      {deletion ? (
        <Deleted deletion={deletion} />
      ) : (
        <span>{t(absent ? 'detail.past.absent' : 'detail.past.text', { when: formatDateTime(at) })}</span>
      )}
      <Tooltip label={t('detail.past.earlier')}>
        <ActionIcon
          aria-label={t('detail.past.earlier')}
          disabled={earlier === undefined}
          onClick={() => move(earlier)}
        >
          <IconChevronLeft size={16} />
        </ActionIcon>
      </Tooltip>
      <Slider
        className={classes.slider}
        size="sm"
        thumbLabel={t('detail.past.instant')}
        min={first}
        max={now}
        step={Math.max(1, Math.round((now - first) / 500))}
        value={dragged ?? here}
        label={(value) => formatDateTime(new Date(value))}
        marks={stops.slice(-60).map((value) => ({ value }))}
        onChange={setDragged}
        onChangeEnd={(value) => {
          setDragged(null);
          move(value);
        }}
      />
      <Tooltip label={t('detail.past.later')}>
        <ActionIcon aria-label={t('detail.past.later')} onClick={() => move(later)}>
          <IconChevronRight size={16} />
        </ActionIcon>
      </Tooltip>
      {deletion ? (
        <RestoreButton entity={entity} deletion={deletion} onRestored={() => onMove(undefined)} />
      ) : (
        <Button size="xs" variant="default" onClick={() => onMove(undefined)}>
          {t('detail.past.now')}
        </Button>
      )}
    </div>
  );
}
