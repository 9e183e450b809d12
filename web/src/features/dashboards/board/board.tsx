import { Tabs } from '@mantine/core';
import { type CSSProperties, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { boardIn, boardOf, widgetsIn } from '../model/board';
import type { Board as BoardShape, Row, Widget } from '../model/types';
import classes from './board.module.css';
import { WidgetFrame } from './widget-frame';

interface BoardProps {
  board: BoardShape;
  /** Draws what stands in a place, in edit mode. */
  place?: (widget: Widget) => ReactNode;
}

const GROWING = new Set(['grouper', 'dashboard-widget']);

/** Rows of widgets on twelve columns; in a narrow window one below the other. */
export function Board({ board, place }: BoardProps) {
  const byId = new Map(board.widgets.map((widget) => [widget.id, widget]));
  return (
    <div className={classes.board}>
      {board.rows.map((row) => (
        <div key={row.columns[0]?.id} className={classes.row} style={heightOf(row, byId)}>
          {row.columns.map(({ id, size }) => {
            const widget = byId.get(id);
            return (
              widget && (
                <div
                  key={id}
                  className={classes.place}
                  data-widget={id}
                  data-small={isSmall(widget, size) || undefined}
                  style={{ '--size': size } as CSSProperties}
                >
                  {place ? place(widget) : <Drawn widget={widget} />}
                </div>
              )
            );
          })}
        </div>
      ))}
    </div>
  );
}

/** Two figures have room beside each other even in a narrow window. */
const isSmall = ({ type }: Widget, size: number) => type === 'entities-number-chart' && size <= 3;

/** Groups and nested dashboards have no card of their own and are as high as what they hold. */
function Drawn({ widget }: { widget: Widget }) {
  if (widget.type === 'grouper') return <Groups widget={widget} />;
  if (widget.type === 'dashboard-widget') return <Board board={boardIn(widget)} />;
  return <WidgetFrame widget={widget} />;
}

function heightOf(row: Row, byId: Map<string, Widget>): CSSProperties {
  const grows = row.columns.some(({ id }) => GROWING.has(byId.get(id)?.type ?? ''));
  return { '--height': grows ? 'auto' : `${row.height}px` } as CSSProperties;
}

/** Groups of widgets, one shown at a time. */
function Groups({ widget }: { widget: Widget }) {
  const { t } = useTranslation();
  const groups = (Array.isArray(widget.groups) ? widget.groups : []) as { title?: unknown; widgets?: unknown }[];
  const [shown, setShown] = useState<string | null>('0');
  return (
    <Tabs value={shown} onChange={setShown} keepMounted={false}>
      <Tabs.List aria-label={widget.title || t('dashboards.groups')}>
        {groups.map(({ title }, place) => (
          <Tabs.Tab key={String(title)} value={String(place)}>
            {String(title ?? place + 1)}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {groups.map(({ title, widgets }, place) => (
        <Tabs.Panel key={String(title)} value={String(place)} pt={12}>
          <Board board={boardOf(widgetsIn(widgets))} />
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}
