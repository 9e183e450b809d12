import { Button, TextInput } from '@mantine/core';
import { IconHierarchy3, IconSearch, IconSitemap, IconTable } from '@tabler/icons-react';
import { useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { lazy, Suspense, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { usePage } from '@/lib/page';
import { EntityIcon } from '@/ui/entity-icon';
import { PageHeader } from '@/ui/page-header';
import { Skeleton } from '@/ui/skeleton';
import { blueprintsQuery } from './api';
import classes from './map.module.css';
import { drawnMap, foundIn, rowsOf } from './map-model';
import './texts';
import '@/ui/graph/texts';

const Graph = lazy(() => import('@/ui/graph/graph-lazy'));
const route = getRouteApi('/app/builder/map');

/** All blueprints and their relations: as a graph, or the same as a table. */
export function BlueprintMapPage() {
  const { t } = useTranslation();
  const navigate = route.useNavigate();
  const { view, find = '', at = null } = route.useSearch();
  const { data: blueprints } = useSuspenseQuery(blueprintsQuery);
  usePage(t('map.title'), [
    { label: t('nav.builder'), to: '/builder/blueprints' },
    { label: t('nav.blueprints'), to: '/builder/blueprints' },
  ]);
  const picture = useMemo(
    () => drawnMap(blueprints, ({ schema }) => t('map.holds', { count: Object.keys(schema.properties).length })),
    [blueprints, t],
  );
  const found = useMemo(() => new Set(foundIn(blueprints, find)), [blueprints, find]);
  const change = (part: { view?: 'table'; find?: string; at?: string }) =>
    void navigate({ search: (old) => ({ ...old, ...part }), replace: true });
  const open = (blueprint: string) => void navigate({ to: '/builder/blueprints/$blueprint', params: { blueprint } });
  const table = view === 'table';
  return (
    <div className={classes.wrap}>
      <div className={classes.head}>
        <PageHeader
          icon={<IconSitemap size={20} />}
          title={t('map.title')}
          description={t('map.text')}
          actions={
            <>
              <TextInput
                w={200}
                aria-label={t('blueprints.find')}
                placeholder={t('blueprints.find')}
                data-page-search
                leftSection={<IconSearch size={15} aria-hidden />}
                value={find}
                onChange={(event) => change({ find: event.currentTarget.value || undefined })}
                onKeyDown={(event) => event.key === 'Enter' && change({ at: [...found][0] })}
              />
              <Button
                variant="default"
                leftSection={table ? <IconHierarchy3 size={15} /> : <IconTable size={15} />}
                onClick={() => change({ view: table ? undefined : 'table' })}
              >
                {t(table ? 'graph.asGraph' : 'graph.asTable')}
              </Button>
            </>
          }
        />
      </div>
      {table ? (
        <MapTable find={find} />
      ) : (
        <Suspense fallback={<Skeleton kind="lines" rows={8} />}>
          <Graph
            label={t('map.title')}
            {...picture}
            selected={at}
            onSelect={(id) => change({ at: id ?? undefined })}
            onOpen={open}
            found={found}
            fileName="blueprints"
          />
        </Suspense>
      )}
      {at && !table && (
        <p className={classes.selected}>
          <Link className="link" to="/builder/blueprints/$blueprint" params={{ blueprint: at }}>
            {t('map.open', { name: picture.nodes.find(({ id }) => id === at)?.title ?? at })}
          </Link>
        </p>
      )}
    </div>
  );
}

function MapTable({ find }: { find: string }) {
  const { t } = useTranslation();
  const { data: blueprints } = useSuspenseQuery(blueprintsQuery);
  const found = new Set(foundIn(blueprints, find));
  const rows = rowsOf(blueprints).filter(
    ({ source, target }) => find.trim() === '' || found.has(source.identifier) || found.has(target),
  );
  const titles = new Map(blueprints.map((each) => [each.identifier, each]));
  const name = (identifier: string) => (
    <Link className="link row" to="/builder/blueprints/$blueprint" params={{ blueprint: identifier }}>
      <EntityIcon icon={titles.get(identifier)?.icon} blueprint={identifier} size={15} />
      {titles.get(identifier)?.title || identifier}
    </Link>
  );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
    <section className={classes.table} aria-label={t('map.table')} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th>{t('map.from')}</th>
            <th>{t('map.relation')}</th>
            <th>{t('map.to')}</th>
            <th>{t('map.number')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ id, source, relation, target, many }) => (
            <tr key={id}>
              <td>{name(source.identifier)}</td>
              <td>{relation}</td>
              <td>{name(target)}</td>
              <td>{t(many ? 'builder.toMany' : 'builder.one')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
