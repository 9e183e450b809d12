import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { blueprintsQuery } from '@/features/blueprints/public';
import { neighboursQuery } from './api';
import { healthNames, healthOf } from './graph/graph-model';

type Named = { blueprint: string; identifier: string };

/** The neighbours of an entity, one hop both ways, each with what says how it is doing. */
export function useNeighbours({ blueprint, identifier }: Named, enabled = true) {
  const blueprints = useQuery({ ...blueprintsQuery, enabled });
  const include = useMemo(() => healthNames(blueprints.data ?? []), [blueprints.data]);
  const asked = neighboursQuery(blueprint, identifier, include);
  return useQuery({ ...asked, enabled: enabled && blueprints.isSuccess });
}

export type Health = NonNullable<ReturnType<typeof healthOf>>;

/** How each neighbour is doing, where its blueprint says so. */
export function useNeighbourHealth(entity: Named, enabled: boolean): (end: Named) => Health | null {
  const { data: graph } = useNeighbours(entity, enabled);
  const { data: blueprints } = useQuery({ ...blueprintsQuery, enabled });
  const known = useMemo(() => {
    const byName = new Map((blueprints ?? []).map((each) => [each.identifier, each]));
    return new Map((graph?.nodes ?? []).map((node) => [keyOf(node), healthOf(node, byName)]));
  }, [graph, blueprints]);
  return (end) => known.get(keyOf(end)) ?? null;
}

const keyOf = ({ blueprint, identifier }: Named) => `${blueprint} ${identifier}`;
