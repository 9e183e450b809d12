import { Button } from '@mantine/core';
import { IconEye } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type DragEvent, lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '@/features/identity/public';
import { preferencesQuery, useChoose } from '@/features/personal/public';
import { Card } from '@/ui/card';
import { toastUndo } from '@/ui/toast';
import classes from './board.module.css';
import { CardTools } from './card-tools';
import { CARDS, type CardId, type CardSpec } from './cards';
import { type Arrangement, arrange, COLUMNS, type Column, place } from './layout';

const DefaultMenu = lazy(() => import('./default-menu-lazy'));

interface BoardProps {
  arranging: boolean;
  onDone: () => void;
}

/** The cards of Home in two columns; while arranging they are moved by drag, by buttons or by Alt with the arrow keys. */
export function Board({ arranging, onDone }: BoardProps) {
  const { t } = useTranslation();
  const may = useMay();
  const choose = useChoose();
  const { data: preferences } = useQuery(preferencesQuery);
  const cards = CARDS.filter((card) => !card.permission || may(card.permission));
  const own = preferences?.home;
  const arranged = arrange(cards, own ?? preferences?.homeDefault);
  const keep = (home: Arrangement<CardId>) => choose({ home });
  const reset = () => {
    choose({ home: null });
    toastUndo(t('home.atDefault'), own ? () => choose({ home: own }) : null);
  };
  const columnOf = (id: CardId) => cards.find((card) => card.id === id)?.column ?? 'main';
  return (
    <>
      {arranging && (
        <section className={classes.bar} aria-label={t('home.arranging')}>
          <p className="grow">{t('home.arrangeHelp')}</p>
          {arranged.hidden.map((id) => (
            <Button
              key={id}
              size="xs"
              variant="default"
              leftSection={<IconEye size={14} />}
              onClick={() => keep(place(arranged, id, columnOf(id), arranged[columnOf(id)].length))}
            >
              {t('home.show', { name: t(`home.card.${id}`) })}
            </Button>
          ))}
          <Button size="xs" variant="default" disabled={!own} onClick={reset}>
            {t('home.toDefault')}
          </Button>
          {may('update:organization') && (
            <Suspense>
              <DefaultMenu layout={arranged} />
            </Suspense>
          )}
          <Button size="xs" onClick={onDone}>
            {t('action.done')}
          </Button>
        </section>
      )}
      <div className={classes.grid}>
        {COLUMNS.map((column) => (
          <BoardColumn key={column} column={column} arranged={arranged} arranging={arranging} onChange={keep} />
        ))}
      </div>
    </>
  );
}

interface ColumnProps {
  column: Column;
  arranged: Arrangement<CardId>;
  arranging: boolean;
  onChange: (next: Arrangement<CardId>) => void;
}

function isCard(id: string): id is CardId {
  return CARDS.some((card) => card.id === id);
}

function BoardColumn({ column, arranged, arranging, onChange }: ColumnProps) {
  const [over, setOver] = useState<number | null>(null);
  const drop = (event: DragEvent, index: number) => {
    event.preventDefault();
    event.stopPropagation();
    setOver(null);
    const id = event.dataTransfer.getData('text/plain');
    if (isCard(id)) onChange(place(arranged, id, column, index));
  };
  const dragOver = (event: DragEvent, index: number) => {
    if (!arranging) return;
    event.preventDefault();
    event.stopPropagation();
    setOver(index);
  };
  const last = arranged[column].length;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only a place to drop on; the buttons are the other way.
    <div
      className={classes.column}
      data-empty={last === 0 || undefined}
      data-over={over === last || undefined}
      onDragOver={(event) => dragOver(event, last)}
      onDragLeave={() => setOver(null)}
      onDrop={(event) => drop(event, last)}
    >
      {arranged[column].map((id, index) => (
        // biome-ignore lint/a11y/noStaticElementInteractions: as above.
        <div
          key={id}
          className={classes.slot}
          data-card={id}
          data-over={over === index || undefined}
          draggable={arranging}
          onDragStart={(event) => event.dataTransfer.setData('text/plain', id)}
          onDragOver={(event) => dragOver(event, index)}
          onDrop={(event) => drop(event, index)}
        >
          {arranging && <CardTools id={id} arranged={arranged} onChange={onChange} />}
          <HomeCard id={id} />
        </div>
      ))}
    </div>
  );
}

function HomeCard({ id }: { id: CardId }) {
  const { t } = useTranslation();
  const { icon: CardIcon, Content, Action } = CARDS.find((card) => card.id === id) as CardSpec;
  return (
    <Card flush title={t(`home.card.${id}`)} icon={<CardIcon size={16} aria-hidden />} action={Action && <Action />}>
      <Content />
    </Card>
  );
}
