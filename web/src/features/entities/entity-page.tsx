import { Tabs } from '@mantine/core';
import {
  IconChecklist,
  IconFileCode,
  IconFileText,
  IconFrame,
  IconHierarchy3,
  IconHistory,
  IconLayoutDashboard,
  IconLayoutList,
  IconTable,
} from '@tabler/icons-react';
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { Blueprint, Entity } from '@/api/contract';
import { blueprintQuery } from '@/features/blueprints/public';
import { entityPageQuery, entityTabs } from '@/features/dashboards/public';
import { formatNumber } from '@/lib/format';
import { usePage } from '@/lib/page';
import { ErrorBoundary } from '@/ui/error-boundary';
import { Skeleton } from '@/ui/skeleton';
import { entityQuery, pagesQuery } from './api';
import { AddDashboard } from './detail/add-dashboard';
import classes from './detail/entity.module.css';
import { EntityHeader } from './detail/entity-header';
import { Overview } from './detail/overview';
import { propertyTabs, tabOf } from './detail/property-tabs';
import type { EntitySearch, EntityTab } from './entity-search';
import { useNeighbours } from './neighbours';

const PastBar = lazy(() => import('./detail/past-bar-lazy'));
const GraphTab = lazy(() => import('./graph/graph-tab-lazy'));
const RelatedTab = lazy(() => import('./related/related-tab-lazy'));
const ChangesTab = lazy(() => import('./detail/changes-tab-lazy'));
const Dashboard = lazy(async () => ({
  default: (await import('@/features/dashboards/public-lazy')).EntityDashboard,
}));
const Scorecards = lazy(async () => ({
  default: (await import('@/features/scorecards/public-lazy')).EntityScorecards,
}));
const PropertyTabView = lazy(() => import('./detail/property-tab-lazy'));

export { insteadOf } from './gone';

const route = getRouteApi('/app/e/$blueprint/$entity');
const ICONS = {
  overview: IconLayoutList,
  relations: IconHierarchy3,
  related: IconTable,
  scorecards: IconChecklist,
  changes: IconHistory,
};
const PROPERTY_ICONS = { markdown: IconFileText, spec: IconFileCode, frame: IconFrame, text: IconFileCode };

/** Everything known about one entity, now or at a past instant. */
export function EntityPage() {
  const { t } = useTranslation();
  const params = route.useParams();
  const search = route.useSearch();
  const { at } = search;
  const navigate = route.useNavigate();
  const { data: blueprint } = useSuspenseQuery(blueprintQuery(params.blueprint));
  const { data: entity } = useSuspenseQuery(entityQuery(params.blueprint, params.entity, at));
  usePage(entity.title || entity.identifier, useCrumbs(blueprint));
  const tabs = useTabs(blueprint, entity, at !== undefined);
  const tab = tabs.some(({ value }) => value === search.tab) ? (search.tab ?? 'overview') : 'overview';
  const show = (next: string | null, edit?: true) => {
    // What one tab keeps in the address means nothing to another.
    const kept = { ...(at ? { at } : {}), ...(edit ? { edit } : {}) };
    void navigate({ search: { ...kept, tab: next === 'overview' ? undefined : (next as EntityTab) }, replace: true });
  };
  const move = (to: string | undefined) => void navigate({ search: (old) => ({ ...old, at: to }), replace: true });
  return (
    <div className={classes.wrap} data-full={tab === 'relations' || tab === 'related' || undefined}>
      <Tabs value={tab} onChange={show} keepMounted={false} className={classes.tabs}>
        <div className={classes.head}>
          <EntityHeader blueprint={blueprint} entity={entity} past={at !== undefined} />
          <div className={classes.tabbar}>
            <Tabs.List aria-label={t('entity.tabs.label')}>
              {tabs.map(({ value, label, icon: Icon, count }) => (
                <Tabs.Tab key={value} value={value} leftSection={<Icon size={15} stroke={1.7} />}>
                  {label}
                  {count !== undefined && <span className={classes.count}>{formatNumber(count)}</span>}
                </Tabs.Tab>
              ))}
            </Tabs.List>
            {!at && <AddDashboard blueprint={blueprint} onAdded={(id) => show(`d:${id}`, true)} />}
          </div>
        </div>
        {at && (
          <Suspense fallback={<div className={classes.past} />}>
            <PastBar entity={entity} at={at} onMove={move} />
          </Suspense>
        )}
        {!at && entity.identifier !== params.entity && (
          <p className={classes.past} role="status">
            {t('detail.renamed', { before: params.entity, now: entity.identifier })}
          </p>
        )}
        <Tabs.Panel value={tab} className={classes.panel}>
          <ErrorBoundary resetKey={`${entity.identifier} ${tab}`}>
            <Suspense fallback={<Skeleton kind="lines" rows={8} />}>
              <Panel blueprint={blueprint} entity={entity} search={search} tab={tab} />
            </Suspense>
          </ErrorBoundary>
        </Tabs.Panel>
      </Tabs>
    </div>
  );
}

interface PanelProps {
  blueprint: Blueprint;
  entity: Entity;
  search: EntitySearch;
  tab: EntityTab;
}

function Panel({ blueprint, entity, search, tab }: PanelProps) {
  const past = search.at !== undefined;
  const now = useQuery({ ...entityQuery(entity.blueprint, entity.identifier), enabled: past });
  if (tab === 'relations') return <GraphTab entity={entity} search={search} />;
  if (tab === 'related') return <RelatedTab entity={entity} search={search} />;
  if (tab === 'scorecards') return <Scorecards blueprint={entity.blueprint} identifier={entity.identifier} />;
  if (tab === 'changes') return <ChangesTab blueprint={blueprint} entity={entity} search={search} />;
  const own = propertyTabs(blueprint, entity).find(({ id }) => tabOf(id) === tab);
  if (own) return <PropertyTabView key={own.id} tab={own} value={entity.properties[own.id]} />;
  if (tab.startsWith('d:')) return <DashboardTab key={tab} entity={entity} search={search} id={tab.slice(2)} />;
  return (
    <Overview
      key={entity.identifier}
      blueprint={blueprint}
      entity={entity}
      past={past}
      now={past ? now.data : undefined}
    />
  );
}

/** A dashboard of the blueprint; what it keeps in the address it changes there. */
function DashboardTab({ entity, search, id }: { entity: Entity; search: EntitySearch; id: string }) {
  const navigate = route.useNavigate();
  const { data: page } = useQuery(entityPageQuery(entity.blueprint));
  if (!page) return null;
  const go = (to: { tab?: string | null; edit?: boolean; range?: string }) => {
    const next = { ...search, ...to, edit: to.edit || undefined, range: (to.range ?? search.range) || undefined };
    const tab = to.tab === null ? undefined : search.tab;
    void navigate({ search: { ...next, tab }, replace: true, ignoreBlocker: to.edit === false });
  };
  const { range, edit = false } = search;
  return <Dashboard page={page} tab={id} entity={entity} range={range} editing={edit} onGo={go} />;
}

/** The parts of the page: the usual ones, the blueprint's dashboards, and a tab for each property that is long to read. */
function useTabs(blueprint: Blueprint, entity: Entity, past: boolean) {
  const { t } = useTranslation();
  const neighbours = useNeighbours(entity, !past);
  // The graph also holds the edges between neighbours, which are not the entity's own.
  const own = neighbours.data?.edges.filter(({ source, target }) =>
    [source, target].some((end) => end.blueprint === entity.blueprint && end.identifier === entity.identifier),
  );
  const usual = (value: keyof typeof ICONS, count?: number) => ({
    ...{ value: value as EntityTab, label: t(`entity.tabs.${value}`), icon: ICONS[value], count },
  });
  const { data: page } = useQuery({ ...entityPageQuery(entity.blueprint), enabled: !past });
  const dashboards = (page ? entityTabs(page) : []).map(({ id, title }) => ({
    ...{ value: `d:${id}` as EntityTab, label: title, icon: IconLayoutDashboard, count: undefined },
  }));
  const properties = propertyTabs(blueprint, entity).map(({ id, label, kind }) => ({
    ...{ value: tabOf(id) as EntityTab, label, icon: PROPERTY_ICONS[kind], count: undefined },
  }));
  return [
    ...[usual('overview'), ...dashboards, usual('relations', own?.length), usual('related')],
    // As of a past instant nobody stands anywhere: results are of now.
    ...(entity.scorecards && Object.keys(entity.scorecards).length > 0 && !past ? [usual('scorecards')] : []),
    ...[...properties, usual('changes')],
  ];
}

function useCrumbs(blueprint: Blueprint) {
  const { t } = useTranslation();
  const pages = useQuery(pagesQuery);
  const page = pages.data?.find((each) => each.blueprint === blueprint.identifier);
  return [
    { label: t('nav.catalog') },
    page
      ? { label: page.title, to: `/catalog/${encodeURIComponent(page.identifier)}` }
      : { label: blueprint.title || blueprint.identifier },
  ];
}
