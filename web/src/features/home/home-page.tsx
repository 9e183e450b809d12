import { Button } from '@mantine/core';
import { IconAdjustments } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportRun } from '@/api/contract';
import { pagesQuery } from '@/features/entities/public';
import { useMay, useSession } from '@/features/identity/public';
import { importsQuery } from '@/features/imports/public';
import { usePage } from '@/lib/page';
import { Board } from './board';
import { Checklist } from './checklist';
import classes from './home.module.css';
import { QuickTiles } from './quick-tiles';
import { waitingOf } from './waiting';

function partOfDay(hour: number): 'morning' | 'afternoon' | 'evening' {
  if (hour >= 4 && hour < 12) return 'morning';
  return hour >= 12 && hour < 18 ? 'afternoon' : 'evening';
}

/** Where a day starts: what waits, what is one's own, what changed; as the person arranged it. */
export function HomePage() {
  const { t } = useTranslation();
  const { user } = useSession();
  const may = useMay();
  usePage(t('nav.home'));
  const [arranging, setArranging] = useState(false);
  const [firstName = user.name] = user.name.split(' ');
  return (
    <div className="page">
      <header className={classes.hello}>
        <div className="grow">
          <h1>{t(`home.hello.${partOfDay(new Date().getHours())}`, { name: firstName })}</h1>
          <p className="muted">
            <Summary />
          </p>
        </div>
        {!arranging && (
          <Button
            size="xs"
            variant="subtle"
            color="gray"
            leftSection={<IconAdjustments size={15} />}
            onClick={() => setArranging(true)}
          >
            {t('home.arrange')}
          </Button>
        )}
      </header>
      <QuickTiles />
      {may('create:imports') && may('create:users') && <Checklist />}
      <Board arranging={arranging} onDone={() => setArranging(false)} />
    </div>
  );
}

const NONE: ImportRun[] = [];

/** What there is, or what waits for the person. */
function Summary() {
  const { t } = useTranslation();
  const may = useMay();
  const { data: pages } = useQuery(pagesQuery);
  const { data: runs = NONE } = useQuery({ ...importsQuery, enabled: may('create:imports') });
  if (!pages) return null;
  const waiting = waitingOf(runs).length;
  if (waiting > 0) return t('home.waitingSummary', { count: waiting });
  const total = pages.reduce((sum, page) => sum + (page.count ?? 0), 0);
  return total > 0 ? t('home.summary', { count: total, pages: pages.length }) : t('home.emptySummary');
}
