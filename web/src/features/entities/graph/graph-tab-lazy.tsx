import { useQuery } from '@tanstack/react-query';
import { useNavigate, useRouter } from '@tanstack/react-router';
import { lazy, Suspense, useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Entity } from '@/api/contract';
import { blueprintsQuery } from '@/features/blueprints/public';
import { Failure } from '@/ui/failure';
import { Skeleton } from '@/ui/skeleton';
import { entityHref } from '../entity-link';
import { graphQuery } from '../entity-queries';
import type { EntitySearch } from '../entity-search';
import { teamsQuery, useTeamTitles } from '../names';
import classes from './graph.module.css';
import { GraphBar } from './graph-bar';
import { drawn, foundBy, healthNames, impactOf, kindOf } from './graph-model';
import { GraphPanel } from './graph-panel';
import { addressOf, type GraphState, graphStateOf, keyOf, MOST_EXPANDED, refOf } from './graph-state';
import { GraphTable } from './graph-table';
import '@/ui/graph/texts';

const Graph = lazy(() => import('@/ui/graph/graph-lazy'));

/** What the entity depends on and what depends on it: as a graph, or the same as a table. */
export default function GraphTab({ entity, search }: { entity: Entity; search: EntitySearch }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const router = useRouter();
  const state = useMemo(() => graphStateOf(search), [search]);
  const blueprints = useQuery(blueprintsQuery);
  const include = useMemo(() => healthNames(blueprints.data ?? []), [blueprints.data]);
  const asked = { ...graphQuery(entity.blueprint, entity.identifier, state, include), enabled: blueprints.isSuccess };
  const { data: graph, error, refetch, isPlaceholderData } = useQuery(asked);
  const known = useMemo(
    () => new Map((blueprints.data ?? []).map((blueprint) => [blueprint.identifier, blueprint])),
    [blueprints.data],
  );
  const teams = useQuery(teamsQuery).data;
  const teamTitle = useTeamTitles();
  // biome-ignore lint/correctness/useExhaustiveDependencies: titles change with the list of teams.
  const picture = useMemo(() => (graph ? drawn(graph, known, teamTitle) : null), [graph, known, teams]);
  const root = keyOf(entity);
  const lit = useMemo(
    () => (state.impact && picture ? impactOf(state.node ?? root, picture.edges) : null),
    [state.impact, state.node, root, picture],
  );
  const found = useMemo(() => foundBy(state.find, picture?.nodes ?? []), [state.find, picture]);
  const foundSet = useMemo(() => new Set(found), [found]);
  const change = useCallback(
    (part: Partial<GraphState>) =>
      void navigate({
        to: '.',
        search: (old) => ({ ...old, ...addressOf({ ...graphStateOf(old as EntitySearch), ...part }) }),
        replace: true,
      }),
    [navigate],
  );
  const select = useCallback((node: string | null) => change({ node }), [change]);
  const open = useCallback(
    (key: string) => {
      const { blueprint, identifier } = refOf(key);
      router.history.push(entityHref(blueprint, identifier));
    },
    [router],
  );
  const expand = useCallback(
    (key: string) => change({ open: [...new Set([...state.open, key])].slice(-MOST_EXPANDED) }),
    [change, state.open],
  );
  const kinds = useMemo(
    () => new Map((graph?.nodes ?? []).map(({ blueprint }) => [blueprint, kindOf(blueprint, known)])),
    [graph, known],
  );
  const problem = error ?? blueprints.error;
  if (problem) return <Failure error={problem} onRetry={() => void refetch()} />;
  if (!graph || !picture) return <Skeleton kind="lines" rows={8} />;
  const chosen = graph.nodes.find((node) => keyOf(node) === state.node);
  return (
    <div className={classes.full} aria-busy={isPlaceholderData}>
      <GraphBar state={state} graph={graph} blueprints={blueprints.data ?? []} found={found} onChange={change} />
      <div className={classes.split}>
        {state.view === 'table' ? (
          <GraphTable graph={graph} blueprints={known} lit={lit} found={state.find ? foundSet : null} />
        ) : (
          <Suspense fallback={<Skeleton kind="lines" rows={8} />}>
            <Graph
              label={t('graph.label', { name: entity.title || entity.identifier })}
              {...picture}
              selected={state.node}
              onSelect={select}
              onOpen={open}
              onExpand={expand}
              lit={lit}
              found={foundSet}
              kinds={kinds}
              fileName={`${entity.blueprint}-${entity.identifier}`.replace(/[^\w.-]+/g, '-')}
            />
          </Suspense>
        )}
        {chosen && state.view === 'graph' && (
          <GraphPanel
            node={chosen}
            blueprints={known}
            edges={picture.edges}
            expanded={state.open.includes(keyOf(chosen))}
            onExpand={expand}
            onClose={() => select(null)}
          />
        )}
      </div>
    </div>
  );
}
