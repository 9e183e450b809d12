import { Menu } from '@mantine/core';
import type { RowMenuItem } from './types';

interface RowMenuProps {
  at: DOMRect;
  label: string;
  items: RowMenuItem[];
  onClose: () => void;
}

/** One menu for every row, opened where the row's button is; it hangs on a stand-in, for the row may scroll away. */
export function RowMenu({ at, label, items, onClose }: RowMenuProps) {
  const place = { position: 'fixed', left: at.left, top: at.top, width: at.width, height: at.height } as const;
  return (
    <Menu opened onClose={onClose} position="bottom-end" width={190}>
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
            onClick={item.onSelect}
          >
            {item.label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
