import './texts';
import { Modal } from '@mantine/core';
import { useRouter } from '@tanstack/react-router';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFocusReturn } from '@/ui/use-focus-return';
import type { Item } from './palette/drawing';
import { PaletteField } from './palette/field';
import { PaletteFoot } from './palette/foot';
import { usePalette } from './palette/groups';
import { PaletteList } from './palette/list';
import { PaletteNote } from './palette/note';

interface PaletteProps {
  onClose: () => void;
  onHelp: () => void;
}

/** Finds everything and does everything from the keyboard. */
export default function Palette({ onClose, onHelp }: PaletteProps) {
  const { t } = useTranslation();
  useFocusReturn();
  const router = useRouter();
  const [input, setInput] = useState('');
  const [chosen, setChosen] = useState('');
  const list = useRef<HTMLDivElement>(null);
  const palette = usePalette(input, onHelp);
  const items = palette.groups.flatMap((group) => group.items);
  const at = Math.max(
    0,
    items.findIndex(({ key }) => key === chosen),
  );
  const current = items[at];
  // biome-ignore lint/correctness/useExhaustiveDependencies: the highlighted line stays in view.
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [current?.key]);
  const type = (text: string) => {
    setInput(text);
    setChosen('');
  };
  const open = (item: Item | undefined, aside: boolean) => {
    if (!item) return;
    if (aside && item.href) {
      window.open(item.href, '_blank', 'noopener');
      return;
    }
    onClose();
    if (item.href) router.history.push(item.href);
    else item.run?.();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const scope = event.key === 'Tab' && !event.shiftKey ? current?.scope : undefined;
    if (step) setChosen(items[(at + step + items.length) % Math.max(1, items.length)]?.key ?? '');
    else if (scope) type(`${scope}: `);
    else if (event.key === 'Enter') open(current, event.ctrlKey || event.metaKey);
    else return;
    event.preventDefault();
  };
  return (
    <Modal.Root opened onClose={onClose} size={620} yOffset="12vh" transitionProps={{ duration: 80 }}>
      <Modal.Overlay backgroundOpacity={0.45} />
      <Modal.Content aria-label={t('palette.title')}>
        <PaletteField value={input} current={current?.key} onChange={type} onKeyDown={onKeyDown} />
        <PaletteList
          ref={list}
          groups={palette.groups}
          current={current?.key}
          sought={palette.asked.text}
          onHover={setChosen}
          onOpen={open}
        />
        <PaletteNote palette={palette} count={items.length} />
        <PaletteFoot scoped={current?.scope !== undefined} />
      </Modal.Content>
    </Modal.Root>
  );
}
