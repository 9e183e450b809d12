import { Menu } from '@mantine/core';
import { useFocusReturn } from '../use-focus-return';
import type { RowMenuItem } from './types';

const POINTERS: (keyof DocumentEventMap)[] = ['mousedown', 'touchstart'];

interface RowMenuProps {
  at: DOMRect;
  label: string;
  items: RowMenuItem[];
  onClose: () => void;
}

/** One menu for every row, opened where the row's button is; it hangs on a stand-in, for the row may scroll away. */
export function RowMenu({ at, label, items, onClose }: RowMenuProps) {
  const giveBack = useFocusReturn();
  const place = { position: 'fixed', left: at.left, top: at.top, width: at.width, height: at.height } as const;
  return (
    <Menu
      opened
      onClose={onClose}
      position="bottom-end"
      width={190}
      // Not the keys: the press that opens it would close it, being heard where the menu is not.
      clickOutsideEvents={POINTERS}
    >
      <Menu.Target>
        <button
          type="button"
          tabIndex={-1}
          aria-label={label}
          style={{ ...place, opacity: 0, pointerEvents: 'none' }}
        />
      </Menu.Target>
      <Menu.Dropdown>
        {items.map((item) => (
          <Menu.Item
            key={item.label}
            leftSection={item.icon}
            color={item.danger ? 'var(--bad)' : undefined}
            onClick={() => {
              // What it opens returns to the row, not to this menu, which goes.
              giveBack();
              item.onSelect();
            }}
          >
            {item.label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
