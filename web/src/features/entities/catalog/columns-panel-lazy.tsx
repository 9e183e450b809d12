import { ActionIcon, Checkbox, UnstyledButton } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconGripVertical, IconPin, IconPinFilled } from '@tabler/icons-react';
import { type KeyboardEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './catalog.module.css';
import { MAX_PINS, moveBefore, togglePin } from './columns-order';
import { type Field, NAME } from './fields';
import type { Catalog } from './use-catalog';

/** Shows, hides, holds and reorders columns, by mouse, by buttons, or with Alt and the arrow keys. */
export default function ColumnsPanel({ catalog: { fields, shown, search, change } }: { catalog: Catalog }) {
  const { t } = useTranslation();
  const dragged = useRef<string | null>(null);
  const ids = shown.map((field) => field.id);
  const pins = Math.min(search.pins ?? 0, ids.length - 1);
  const set = (next: string[]) => change({ cols: next.join(',') });
  const hide = (id: string) => {
    const held = ids.indexOf(id) <= pins;
    change({ cols: ids.filter((each) => each !== id).join(','), ...(held ? { pins: pins - 1 } : {}) });
  };
  const hidden = fields.filter((field) => !ids.includes(field.id));
  const step = (id: string, by: number) => {
    const at = ids.indexOf(id);
    const to = at + by;
    const other = ids[to];
    if (at < 1 || to < 1 || other === undefined) return;
    set(ids.map((each) => (each === id ? other : each === other ? id : each)));
  };
  const onKeyDown = (event: KeyboardEvent, id: string) => {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    step(id, event.key === 'ArrowUp' ? -1 : 1);
  };
  return (
    <>
      <p className={classes.help}>{t('catalog.columnsHelp')}</p>
      <ul className={classes.columns}>
        {/* One list, so that a column keeps its box, and the box the focus, when it is shown or hidden. */}
        {[...shown, ...hidden].map((field, at) => {
          const seen = at < shown.length;
          return (
            <li
              key={field.id}
              draggable={seen && field.id !== NAME}
              onDragStart={() => {
                dragged.current = field.id;
              }}
              onDragOver={(event) => event.preventDefault()}
              onDrop={() => {
                if (seen && dragged.current && field.id !== NAME) set(moveBefore(ids, dragged.current, field.id));
              }}
              onKeyDown={(event) => onKeyDown(event, field.id)}
            >
              {seen ? <IconGripVertical size={14} aria-hidden /> : <span className={classes.noGrip} />}
              <ColumnCheck
                field={field}
                checked={seen}
                onChange={() => (seen ? hide(field.id) : set([...ids, field.id]))}
              />
              {seen && at > 0 && (
                <Pin
                  field={field}
                  held={at <= pins}
                  disabled={at > pins && pins >= MAX_PINS}
                  onClick={() => change(togglePin(ids, pins, field.id))}
                />
              )}
              {seen && <Mover field={field} up disabled={at < 2} onClick={() => step(field.id, -1)} />}
              {seen && (
                <Mover field={field} disabled={at === 0 || at === shown.length - 1} onClick={() => step(field.id, 1)} />
              )}
            </li>
          );
        })}
      </ul>
      {(search.cols || search.w) && (
        <UnstyledButton
          className={classes.tool}
          onClick={() => change({ cols: undefined, pins: undefined, w: undefined })}
        >
          {t('catalog.columnsReset')}
        </UnstyledButton>
      )}
    </>
  );
}

function ColumnCheck({ field, checked, onChange }: { field: Field; checked: boolean; onChange: () => void }) {
  return (
    <Checkbox
      className="grow"
      size="md"
      label={field.label}
      checked={checked}
      disabled={field.id === NAME}
      onChange={onChange}
    />
  );
}

interface PinProps {
  field: Field;
  held: boolean;
  disabled: boolean;
  onClick: () => void;
}

function Pin({ field, held, disabled, onClick }: PinProps) {
  const { t } = useTranslation();
  const label = t(held ? 'catalog.unpin' : 'catalog.pin', { column: field.label });
  return (
    <ActionIcon size={24} aria-label={label} disabled={disabled} onClick={onClick} variant="transparent">
      {held ? <IconPinFilled size={13} /> : <IconPin size={13} />}
    </ActionIcon>
  );
}

interface MoverProps {
  field: Field;
  up?: boolean;
  disabled: boolean;
  onClick: () => void;
}

function Mover({ field, up = false, disabled, onClick }: MoverProps) {
  const { t } = useTranslation();
  const label = t(up ? 'catalog.moveUp' : 'catalog.moveDown', { column: field.label });
  return (
    <ActionIcon size={24} aria-label={label} disabled={disabled} onClick={onClick} variant="transparent">
      {up ? <IconArrowUp size={13} /> : <IconArrowDown size={13} />}
    </ActionIcon>
  );
}
