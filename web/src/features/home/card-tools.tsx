import { ActionIcon } from '@mantine/core';
import { IconArrowDown, IconArrowsLeftRight, IconArrowUp, IconEyeOff, IconGripVertical } from '@tabler/icons-react';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './board.module.css';
import type { CardId } from './cards';
import { type Arrangement, across, hide, shift } from './layout';

interface ToolsProps {
  id: CardId;
  arranged: Arrangement<CardId>;
  onChange: (next: Arrangement<CardId>) => void;
}

let moved: CardId | null = null;

/** Moves and hides a card without a mouse: buttons, and Alt with the arrow keys on any of them. */
export function CardTools({ id, arranged, onChange }: ToolsProps) {
  const { t } = useTranslation();
  const name = t(`home.card.${id}`);
  const grip = useRef<HTMLButtonElement>(null);
  // A card that moved to the other column is drawn anew there: the focus follows it.
  useEffect(() => {
    if (moved === id) grip.current?.focus();
    moved = null;
  }, [id]);
  const change = (next: Arrangement<CardId>) => {
    moved = id;
    onChange(next);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!event.altKey) return;
    const next = {
      ArrowUp: () => shift(arranged, id, -1),
      ArrowDown: () => shift(arranged, id, 1),
      ArrowLeft: () => across(arranged, id),
      ArrowRight: () => across(arranged, id),
    }[event.key];
    if (!next) return;
    event.preventDefault();
    change(next());
  };
  return (
    <div className={classes.tools} role="toolbar" aria-label={name} onKeyDown={onKeyDown}>
      <ActionIcon ref={grip} size={26} className={classes.grip} aria-label={t('home.tool.grip', { name })}>
        <IconGripVertical size={15} />
      </ActionIcon>
      <span className="grow" />
      <ActionIcon size={26} aria-label={t('home.tool.up', { name })} onClick={() => change(shift(arranged, id, -1))}>
        <IconArrowUp size={15} />
      </ActionIcon>
      <ActionIcon size={26} aria-label={t('home.tool.down', { name })} onClick={() => change(shift(arranged, id, 1))}>
        <IconArrowDown size={15} />
      </ActionIcon>
      <ActionIcon size={26} aria-label={t('home.tool.across', { name })} onClick={() => change(across(arranged, id))}>
        <IconArrowsLeftRight size={15} />
      </ActionIcon>
      <ActionIcon size={26} aria-label={t('home.tool.hide', { name })} onClick={() => onChange(hide(arranged, id))}>
        <IconEyeOff size={15} />
      </ActionIcon>
    </div>
  );
}
