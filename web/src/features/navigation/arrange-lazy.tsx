import { ActionIcon, Button } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import { type KeyboardEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SidebarItem } from '@/api/contract';
import { toastFailure } from '@/ui/toast';
import { changeItem, createFolder, deleteFolder, useArrange } from './api';
import { ArrangeLine } from './arrange-line';
import classes from './catalog-nav.module.css';
import { fits, inside, type Place, type Step, stepped } from './tree';

const STEPS: Record<string, Step> = { ArrowUp: 'up', ArrowDown: 'down', ArrowRight: 'in', ArrowLeft: 'out' };

/** Lets an editor move, rename, hide and remove what the sidebar lists, by pointer or keyboard, and take it back. */
export default function Arrange({ items, onDone }: { items: SidebarItem[]; onDone: () => void }) {
  const { t } = useTranslation();
  const { place, run } = useArrange();
  const [undo, setUndo] = useState<(() => Promise<unknown>)[]>([]);
  const [said, setSaid] = useState('');
  const list = useRef<HTMLDivElement>(null);
  const remember = (back: () => Promise<unknown>) => setUndo((stack) => [...stack, back]);
  const focus = (identifier: string) =>
    setTimeout(() => list.current?.querySelector<HTMLElement>(`[data-item="${CSS.escape(identifier)}"]`)?.focus());

  const move = (item: SidebarItem, to: Place | null) => {
    if (!to || !fits(items, item.identifier, to.parent)) return;
    const from = { parent: item.parent, after: item.after };
    const folder = items.find((each) => each.identifier === to.parent)?.title ?? t('nav.catalog');
    place(item, to).then(() => remember(() => place(item, from)), toastFailure);
    setSaid(t('arrange.moved', { title: item.title, folder }));
    focus(item.identifier);
  };
  const change = (item: SidebarItem, next: { title?: string; showInSidebar?: boolean }) => {
    const before = next.title === undefined ? { showInSidebar: item.showInSidebar } : { title: item.title };
    run(() => changeItem(item, next)).then(() => remember(() => run(() => changeItem(item, before))), toastFailure);
  };
  const remove = (folder: SidebarItem) => {
    const held = inside(items, folder.identifier);
    const back = async () => {
      const place = { parent: folder.parent, after: folder.after };
      const identifier = await createFolder(folder.title, place);
      for (const item of held.toReversed()) await changeItem(item, { parent: identifier, after: null });
    };
    run(() => deleteFolder(folder.identifier)).then(() => remember(() => run(back)), toastFailure);
  };
  const takeBack = () => {
    undo.at(-1)?.().catch(toastFailure);
    setUndo(undo.slice(0, -1));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const item = items.find(({ identifier }) => identifier === (event.target as HTMLElement).dataset.item);
    const step = STEPS[event.key];
    if (!(event.altKey && item && step)) return;
    event.preventDefault();
    move(item, stepped(items, item.identifier, step));
  };
  const drop = (dragged: string, target: SidebarItem, into: boolean) => {
    const item = items.find((each) => each.identifier === dragged);
    if (!item || item.identifier === target.identifier) return;
    const last = inside(items, target.identifier).at(-1)?.identifier ?? null;
    move(
      item,
      into ? { parent: target.identifier, after: last } : { parent: target.parent, after: behind(target, item) },
    );
  };
  const depth = (parent: string | null): number =>
    parent === null ? 0 : 1 + depth(items.find((each) => each.identifier === parent)?.parent ?? null);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys of the lines in it are heard here.
    <div className={classes.arrange} ref={list} onKeyDown={onKeyDown}>
      {items.map((item) => (
        <ArrangeLine
          key={item.identifier}
          item={item}
          depth={depth(item.parent)}
          onDrop={(dragged, into) => drop(dragged, item, into)}
          onChange={(next) => change(item, next)}
          onRemove={() => remove(item)}
        />
      ))}
      <div className={classes.bar}>
        <ActionIcon aria-label={t('action.undo')} disabled={undo.length === 0} onClick={takeBack}>
          <IconArrowBackUp size={16} stroke={1.7} />
        </ActionIcon>
        <span className="grow" />
        <Button size="xs" onClick={onDone}>
          {t('action.done')}
        </Button>
      </div>
      <p className="faint small">{t('arrange.help')}</p>
      <div className="sr-only" aria-live="polite">
        {said}
      </div>
    </div>
  );
}

/** What an item comes to stand behind when it is dropped above another. */
function behind(target: SidebarItem, item: SidebarItem): string | null {
  return target.after === item.identifier ? item.after : target.after;
}
