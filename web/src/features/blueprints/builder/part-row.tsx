import { Tooltip } from '@mantine/core';
import { IconChevronDown, IconGripVertical } from '@tabler/icons-react';
import { createElement, type DragEvent, type KeyboardEvent, type ReactNode, useEffect, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { usePartRefusal } from './context';
import type { Section } from './edits';
import classes from './form.module.css';
import { PartActions } from './part-actions';
import type { Head } from './part-list';

interface PartRowProps {
  section: Section;
  name: string;
  title: string;
  head: Head;
  open: boolean;
  onToggle: (open: boolean) => void;
  at: number;
  last: boolean;
  onMove: (to: number) => void;
  onDrag: (name: string | null) => void;
  /** Set while a row is dragged. */
  onDrop?: () => void;
  children: ReactNode;
}

/** One property or relation: a line that opens into its editor. Alt and an arrow key move it. */
export function PartRow(props: PartRowProps) {
  const { t } = useTranslation();
  const { section, name, title, head, open, at } = props;
  const panel = useId();
  const refused = usePartRefusal(section, name);
  const row = useRef<HTMLLIElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const moved = useRef(false);
  // The browser takes the focus from what moves in the document.
  useEffect(() => {
    if (moved.current && at >= 0) button.current?.focus();
    moved.current = false;
  }, [at]);
  const onKey = (event: KeyboardEvent) => {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!event.altKey || by === undefined) return;
    event.preventDefault();
    moved.current = true;
    props.onMove(at + by);
  };
  const onDragStart = (event: DragEvent) => {
    event.dataTransfer.effectAllowed = 'move';
    event.dataTransfer.setData('text/plain', name);
    if (row.current) event.dataTransfer.setDragImage(row.current, 12, 20);
    props.onDrag(name);
  };
  const drop = props.onDrop && {
    onDragOver: (event: DragEvent) => event.preventDefault(),
    onDrop: (event: DragEvent) => {
      event.preventDefault();
      props.onDrop?.();
      props.onDrag(null);
    },
  };
  return (
    <li
      ref={row}
      className={classes.part}
      data-open={open || undefined}
      data-bad={refused ? true : undefined}
      {...drop}
    >
      <div className={classes.line}>
        <Tooltip label={t('builder.part.drag')}>
          {/* biome-ignore lint/a11y/noStaticElementInteractions: for the mouse; Alt and arrow keys on the row do the same. */}
          <span className={classes.grip} draggable onDragStart={onDragStart} onDragEnd={() => props.onDrag(null)}>
            <IconGripVertical size={14} aria-hidden />
          </span>
        </Tooltip>
        <button
          ref={button}
          type="button"
          className={classes.head}
          aria-expanded={open}
          aria-controls={panel}
          aria-describedby={refused ? `${panel}-refused` : undefined}
          aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown"
          onClick={() => props.onToggle(!open)}
          onKeyDown={onKey}
        >
          <span className={classes.tile}>
            {createElement(head.icon, { size: 15, stroke: 1.7, 'aria-hidden': true })}
          </span>
          <b className="truncate">{title}</b>
          <code className="truncate">{name}</code>
          <span className={classes.aside}>{head.aside}</span>
          <IconChevronDown size={14} className={classes.chevron} aria-hidden />
        </button>
      </div>
      {refused && (
        <p id={`${panel}-refused`} className={classes.refused}>
          {refused}
        </p>
      )}
      <div id={panel} hidden={!open}>
        {open && (
          <div className={classes.editor}>
            {props.children}
            <PartActions
              section={section}
              name={name}
              title={title}
              onUp={at > 0 ? () => props.onMove(at - 1) : undefined}
              onDown={props.last ? undefined : () => props.onMove(at + 1)}
            />
          </div>
        )}
      </div>
    </li>
  );
}
