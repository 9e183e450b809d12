import { IconHierarchy3 } from '@tabler/icons-react';
import { useRouter } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Graph } from '@/api/contract';
import { formatList, formatNumber } from '@/lib/format';
import { Badge, Status } from '@/ui/badge';
import { DataTable } from '@/ui/data-table/data-table';
import type { Column } from '@/ui/data-table/types';
import { Empty } from '@/ui/empty';
import { EntityIcon } from '@/ui/entity-icon';
import { entityHref } from '../entity-link';
import { TeamName } from '../names';
import { type Blueprints, type GraphRow, healthOf, rowsOf } from './graph-model';

interface GraphTableProps {
  graph: Graph;
  blueprints: Blueprints;
  /** Only these, when given. */
  lit: ReadonlySet<string> | null;
  found: ReadonlySet<string> | null;
}

/** The graph to read rather than to look at. */
export function GraphTable({ graph, blueprints, lit, found }: GraphTableProps) {
  const { t } = useTranslation();
  const router = useRouter();
  const columns = useColumns(blueprints);
  const rows = useMemo(() => rowsOf(graph, blueprints), [graph, blueprints]);
  const shown = rows.filter(({ key }) => (lit?.has(key) ?? true) && (found?.has(key) ?? true));
  return (
    <DataTable
      label={t('graph.table')}
      columns={columns}
      rows={shown}
      total={shown.length}
      rowId={(row) => row.key}
      rowName={(row) => row.title}
      actions={{
        href: ({ node }) => entityHref(node.blueprint, node.identifier),
        go: (href) => router.history.push(href),
      }}
      empty={
        <Empty
          icon={<IconHierarchy3 size={28} stroke={1.5} />}
          title={t(rows.length === 0 ? 'graph.none' : 'catalog.noMatchTitle')}
          text={rows.length === 0 ? t('graph.noneText') : undefined}
        />
      }
    />
  );
}

function useColumns(blueprints: Blueprints): Column<GraphRow>[] {
  const { t } = useTranslation();
  return useMemo(
    () => [
      {
        id: 'entity',
        label: t('graph.entity'),
        width: 300,
        cell: (row) => (
          <>
            <EntityIcon icon={row.icon} blueprint={row.node.blueprint} size={15} />
            <span className="truncate">{row.title}</span>
            {row.node.pending && <Badge tone="warn">{t('graph.pending')}</Badge>}
          </>
        ),
      },
      { id: 'kind', label: t('entity.blueprint'), width: 150, cell: (row) => row.kind },
      {
        id: 'direction',
        label: t('graph.direction'),
        width: 150,
        cell: ({ node }) => (node.direction === 'self' ? null : t(`graph.is.${node.direction}`)),
      },
      { id: 'depth', label: t('graph.hops'), width: 80, numeric: true, cell: ({ node }) => formatNumber(node.depth) },
      { id: 'through', label: t('graph.through'), width: 200, cell: (row) => formatList(row.through) },
      {
        id: 'health',
        label: t('graph.health'),
        width: 130,
        cell: ({ node }) => {
          const health = healthOf(node, blueprints);
          return health && <Status tone={health.tone}>{health.value}</Status>;
        },
      },
      {
        id: 'owner',
        label: t('graph.owner'),
        width: 160,
        cell: ({ node }) => node.team[0] && <TeamName identifier={node.team[0]} />,
      },
      {
        id: 'identifier',
        label: t('catalog.identifier'),
        width: 240,
        cell: ({ node }) => <code className="truncate muted">{node.identifier}</code>,
      },
    ],
    [t, blueprints],
  );
}
