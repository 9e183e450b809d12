import { ActionIcon, Tooltip } from '@mantine/core';
import { IconCopy, IconGripVertical, IconPencil, IconTrash } from '@tabler/icons-react';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import classes from '../board/board.module.css';
import { WidgetFrame } from '../board/widget-frame';
import { type Direction, duplicated, moved, placed, removed, resized } from '../model/board';
import type { Widget } from '../model/types';
import { freshId } from './fresh-id';
import type { Draft } from './use-draft';
import { useDrag, useResize } from './use-drag';

interface EditableProps {
  widget: Widget;
  draft: Draft;
  onEdit: () => void;
}

const ARROWS: Record<string, Direction> = { ArrowLeft: 'left', ArrowRight: 'right', ArrowUp: 'up', ArrowDown: 'down' };
const STEPS: Record<Direction, [number, number]> = { left: [-1, 0], right: [1, 0], up: [0, -1], down: [0, 1] };

/** A widget in edit mode: dragged by its handle, resized by its corner, both by the arrow keys as well. */
export function Editable({ widget, draft, onEdit }: EditableProps) {
  const { t } = useTranslation();
  const { id } = widget;
  const name = widget.title || t(`dashboards.kinds.${widget.type}`, { defaultValue: t('dashboards.untitled') });
  const drag = useDrag(id, (by, side) => draft.change((board) => placed(board, id, by, side)));
  const resize = useResize((wider, higher) => draft.change((board) => resized(board, id, wider, higher)));
  const onKeyDown = (event: KeyboardEvent) => {
    const direction = ARROWS[event.key];
    if (!direction) return;
    event.preventDefault();
    const [wider, higher] = STEPS[direction];
    draft.change((board) => (event.shiftKey ? resized(board, id, wider, higher) : moved(board, id, direction)));
    // Another row is another place in the document: the handle keeps the focus.
    requestAnimationFrame(() => document.getElementById(`move-${id}`)?.focus());
  };
  const tools = (
    <>
      <Tooltip label={t('dashboards.moveHelp')}>
        <ActionIcon
          id={`move-${id}`}
          size={28}
          className={classes.handle}
          aria-label={t('dashboards.move', { name })}
          aria-description={t('dashboards.moveHelp')}
          onKeyDown={onKeyDown}
          {...drag}
        >
          <IconGripVertical size={16} />
        </ActionIcon>
      </Tooltip>
      <ActionIcon size={28} aria-label={t('dashboards.editWidget', { name })} onClick={onEdit}>
        <IconPencil size={15} />
      </ActionIcon>
      <ActionIcon
        size={28}
        aria-label={t('dashboards.duplicate', { name })}
        onClick={() => draft.change((board) => duplicated(board, id, freshId()))}
      >
        <IconCopy size={15} />
      </ActionIcon>
      <ActionIcon
        size={28}
        aria-label={t('dashboards.remove', { name })}
        onClick={() => draft.change((board) => removed(board, id))}
      >
        <IconTrash size={15} />
      </ActionIcon>
    </>
  );
  return (
    <>
      <WidgetFrame widget={widget} tools={tools} />
      <span className={classes.resize} aria-hidden {...resize} />
    </>
  );
}
