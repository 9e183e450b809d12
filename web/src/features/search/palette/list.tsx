import { IconCornerDownLeft } from '@tabler/icons-react';
import type { MouseEvent, Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { Highlight, marks } from '../highlight';
import type { Item } from './drawing';
import type { Group } from './groups';
import classes from './palette.module.css';

export const RESULTS = 'palette-results';

/** The id of a line; keys may hold what ids may not. */
export function optionId(key: string): string {
  return `palette-${encodeURIComponent(key)}`;
}

interface ListProps {
  ref: Ref<HTMLDivElement>;
  groups: Group[];
  current: string | undefined;
  sought: string;
  onHover: (key: string) => void;
  onOpen: (item: Item, aside: boolean) => void;
}

/** The lines, under the names of their groups. */
export function PaletteList({ ref, groups, current, sought, onHover, onOpen }: ListProps) {
  const { t } = useTranslation();
  return (
    <div className={classes.list} id={RESULTS} role="listbox" aria-label={t('palette.results')} ref={ref}>
      {groups.map((group) => (
        // biome-ignore lint/a11y/useSemanticElements: a group of options, not of fields.
        <div key={group.name} role="group" aria-label={group.name || t('palette.results')}>
          {group.name ? (
            <div className={classes.group} aria-hidden>
              {group.name}
              {group.total && <span>{group.total}</span>}
            </div>
          ) : (
            <div className={classes.rule} />
          )}
          {group.items.map((item) => (
            <Line
              key={item.key}
              item={item}
              current={item.key === current}
              sought={item.key === 'everything' ? '' : sought}
              onHover={() => onHover(item.key)}
              onOpen={(event) => onOpen(item, event.ctrlKey || event.metaKey)}
            />
          ))}
        </div>
      ))}
    </div>
  );
}

interface LineProps {
  item: Item;
  current: boolean;
  sought: string;
  onHover: () => void;
  onOpen: (event: MouseEvent) => void;
}

function Line({ item, current, sought, onHover, onOpen }: LineProps) {
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field, which names the active option.
    // biome-ignore lint/a11y/useKeyWithClickEvents: keys are heard by the field.
    <div
      id={optionId(item.key)}
      role="option"
      aria-selected={current}
      className={classes.item}
      onMouseMove={current ? undefined : onHover}
      onClick={onOpen}
    >
      <span className={classes.tile}>{item.icon}</span>
      <span className={classes.text}>
        <b className="truncate">
          <Highlight text={item.title} sought={sought} />
        </b>
        {item.detail && (
          <span className="truncate">
            <Highlight text={item.detail} sought={marks(item.title, sought) ? '' : sought} />
          </span>
        )}
        {item.said && (
          <small className="truncate">
            <Highlight text={item.said} sought={sought} />
          </small>
        )}
      </span>
      {current && <IconCornerDownLeft size={14} aria-hidden />}
    </div>
  );
}
