import { Button, TextInput } from '@mantine/core';
import { IconChecklist, IconPencil, IconPlus, IconSearch, IconTrash } from '@tabler/icons-react';
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { Link, useRouter } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { blueprintsQuery } from '@/features/blueprints/public';
import { useMay } from '@/features/identity/public';
import { formatNumber } from '@/lib/format';
import { usePage } from '@/lib/page';
import { Badge } from '@/ui/badge';
import { DataTable } from '@/ui/data-table/data-table';
import type { Column, RowMenuItem } from '@/ui/data-table/types';
import { Empty } from '@/ui/empty';
import { PageHeader } from '@/ui/page-header';
import { Time } from '@/ui/time';
import { toneOfColor } from '@/ui/tone';
import { type Scorecard, scorecardsQuery } from './api';
import { DeleteScorecardDialog } from './delete-dialog';
import classes from './scorecards.module.css';
import './texts';

/** Every scorecard of the organisation. */
export function ScorecardListPage() {
  const { t } = useTranslation();
  const router = useRouter();
  const may = useMay();
  usePage(t('nav.scorecards'));
  const { data: scorecards } = useSuspenseQuery(scorecardsQuery);
  const columns = useColumns();
  const [find, setFind] = useState('');
  const [doomed, setDoomed] = useState<Scorecard | null>(null);
  const rows = useMemo(() => scorecards.filter((each) => matches(each, find)), [scorecards, find]);
  const go = (to: string) => router.history.push(to);
  const href = ({ identifier }: Scorecard) => `/scorecards/${encodeURIComponent(identifier)}`;
  const create = may('create:scorecards') && (
    <Button
      leftSection={<IconPlus size={15} />}
      data-key="create"
      renderRoot={(props) => <Link {...props} to="/builder/new-scorecard" />}
    >
      {t('scorecards.create')}
    </Button>
  );
  const menu = (scorecard: Scorecard): RowMenuItem[] => [
    ...(may('update:scorecards')
      ? [
          {
            label: t('scorecards.edit'),
            icon: <IconPencil size={15} />,
            onSelect: () => go(`/builder/scorecards/${encodeURIComponent(scorecard.identifier)}`),
          },
        ]
      : []),
    ...(may('delete:scorecards')
      ? [
          {
            label: t('action.delete'),
            icon: <IconTrash size={15} />,
            danger: true,
            onSelect: () => setDoomed(scorecard),
          },
        ]
      : []),
  ];
  return (
    <div className={classes.wrap}>
      <div className={classes.head}>
        <PageHeader
          icon={<IconChecklist size={20} />}
          title={t('nav.scorecards')}
          description={t('scorecards.text')}
          actions={create}
        />
        <TextInput
          className={classes.find}
          aria-label={t('scorecards.find')}
          placeholder={t('scorecards.find')}
          data-page-search
          leftSection={<IconSearch size={15} aria-hidden />}
          value={find}
          onChange={(event) => setFind(event.currentTarget.value)}
        />
      </div>
      <DataTable<Scorecard>
        label={t('scorecards.table')}
        columns={columns}
        rows={rows}
        total={rows.length}
        rowId={({ identifier }) => identifier}
        rowName={({ title }) => title}
        actions={{ href, go, menu }}
        empty={
          find ? (
            <Empty
              icon={<IconSearch size={28} stroke={1.5} />}
              title={t('scorecards.noMatch', { text: find })}
              action={
                <Button variant="default" onClick={() => setFind('')}>
                  {t('catalog.clearSearch')}
                </Button>
              }
            />
          ) : (
            <Empty
              icon={<IconChecklist size={28} stroke={1.5} />}
              title={t('scorecards.empty')}
              text={t('scorecards.emptyText')}
              action={create}
            />
          )
        }
      />
      {doomed && <DeleteScorecardDialog scorecard={doomed} onClose={() => setDoomed(null)} />}
    </div>
  );
}

function matches({ identifier, title, blueprint }: Scorecard, find: string): boolean {
  const said = `${identifier} ${title} ${blueprint}`.toLowerCase();
  return find
    .trim()
    .toLowerCase()
    .split(/\s+/)
    .every((word) => said.includes(word));
}

function useColumns(): Column<Scorecard>[] {
  const { t } = useTranslation();
  const { data: blueprints } = useQuery(blueprintsQuery);
  return useMemo(() => {
    const titles = new Map(blueprints?.map(({ identifier, title }) => [identifier, title]));
    return [
      {
        id: 'title',
        label: t('scorecards.column.title'),
        width: 280,
        cell: ({ title }) => <b className="truncate">{title}</b>,
      },
      {
        id: 'blueprint',
        label: t('scorecards.column.blueprint'),
        width: 180,
        cell: ({ blueprint }) => <span className="truncate">{titles.get(blueprint) || blueprint}</span>,
      },
      {
        id: 'levels',
        label: t('scorecards.column.levels'),
        width: 320,
        cell: ({ levels }) => (
          <span className={classes.levels}>
            {levels.map(({ title, color }) => (
              <Badge key={title} tone={toneOfColor(color)}>
                {title}
              </Badge>
            ))}
          </span>
        ),
      },
      {
        id: 'rules',
        label: t('scorecards.column.rules'),
        width: 100,
        numeric: true,
        cell: ({ rules }) => formatNumber(rules.length),
      },
      {
        id: 'updated',
        label: t('scorecards.column.updated'),
        width: 150,
        cell: ({ updatedAt }) => <Time at={updatedAt} />,
      },
    ];
  }, [t, blueprints]);
}
