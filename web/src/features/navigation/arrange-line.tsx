import { ActionIcon, TextInput } from '@mantine/core';
import { IconEye, IconEyeOff, IconFolder, IconGripVertical, IconPencil, IconTrash } from '@tabler/icons-react';
import { type DragEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SidebarItem } from '@/api/contract';
import classes from './catalog-nav.module.css';

const DRAGGED = 'application/x-seaway-sidebar';

interface LineProps {
  item: SidebarItem;
  depth: number;
  /** An item was dropped here: above this one, or into this folder. */
  onDrop: (dragged: string, into: boolean) => void;
  onChange: (next: { title?: string; showInSidebar?: boolean }) => void;
  onRemove: () => void;
}

/** One page or folder while the sidebar is arranged. */
export function ArrangeLine({ item, depth, onDrop, onChange, onRemove }: LineProps) {
  const { t } = useTranslation();
  const [over, setOver] = useState<'above' | 'into'>();
  const [renaming, setRenaming] = useState(false);
  const folder = item.sidebarType === 'folder';
  const onDragOver = (event: DragEvent) => {
    if (!event.dataTransfer.types.includes(DRAGGED)) return;
    event.preventDefault();
    const { top, height } = event.currentTarget.getBoundingClientRect();
    setOver(folder && event.clientY - top > height / 3 ? 'into' : 'above');
  };
  const dropped = (event: DragEvent) => {
    event.preventDefault();
    onDrop(event.dataTransfer.getData(DRAGGED), over === 'into');
    setOver(undefined);
  };
  if (renaming) {
    const done = (title: string) => {
      setRenaming(false);
      if (title && title !== item.title) onChange({ title });
    };
    return <RenameField title={item.title} depth={depth} onDone={done} />;
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keyboard moves it from its handle, with Alt and arrows.
    <div
      className={classes.line}
      style={{ marginLeft: depth * 14 }}
      data-hidden={!item.showInSidebar || undefined}
      data-over={over === 'above' || undefined}
      data-into={over === 'into' || undefined}
      draggable
      onDragStart={(event) => event.dataTransfer.setData(DRAGGED, item.identifier)}
      onDragOver={onDragOver}
      onDragLeave={() => setOver(undefined)}
      onDrop={dropped}
    >
      <button
        type="button"
        className={classes.handle}
        data-item={item.identifier}
        aria-label={t('arrange.move', { title: item.title })}
        aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown Alt+ArrowRight Alt+ArrowLeft"
      >
        <IconGripVertical size={13} aria-hidden />
        {folder && <IconFolder size={14} aria-hidden />}
        <span className={`${classes.name} truncate`}>{item.title}</span>
      </button>
      <ActionIcon size={24} aria-label={t('arrange.rename', { title: item.title })} onClick={() => setRenaming(true)}>
        <IconPencil size={13} />
      </ActionIcon>
      {folder ? (
        <ActionIcon size={24} aria-label={t('arrange.remove', { title: item.title })} onClick={onRemove}>
          <IconTrash size={13} />
        </ActionIcon>
      ) : (
        <ActionIcon
          size={24}
          aria-label={t(item.showInSidebar ? 'arrange.hide' : 'arrange.show', { title: item.title })}
          onClick={() => onChange({ showInSidebar: !item.showInSidebar })}
        >
          {item.showInSidebar ? <IconEye size={13} /> : <IconEyeOff size={13} />}
        </ActionIcon>
      )}
    </div>
  );
}

function RenameField({ title, depth, onDone }: { title: string; depth: number; onDone: (title: string) => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState(title);
  return (
    <form
      className={classes.line}
      style={{ marginLeft: depth * 14 }}
      onSubmit={(event) => {
        event.preventDefault();
        onDone(text.trim());
      }}
    >
      <TextInput
        ref={(field) => field?.focus()}
        size="xs"
        className={classes.field}
        aria-label={t('arrange.name')}
        maxLength={100}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onBlur={() => onDone(text.trim())}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onDone(title);
        }}
      />
    </form>
  );
}
