import type { Blueprint, Graph } from '@/api/contract';
import { labelOf } from '@/features/blueprints/public';
import type { GraphEdge, GraphNode } from '@/ui/graph/types';
import { toneOfColor } from '@/ui/tone';
import { entityHref } from '../entity-link';
import { isHealth } from '../properties/property-value';
import { keyOf } from './graph-state';

export type ServerNode = Graph['nodes'][number];
export type Blueprints = ReadonlyMap<string, Blueprint>;

const MOST_INCLUDED = 10;

/** The properties that say how an entity of any of these blueprints is doing. */
export function healthNames(blueprints: Blueprint[]): string[] {
  const names = blueprints.flatMap(({ schema }) =>
    Object.entries(schema.properties).flatMap(([id, property]) => (isHealth(id, property) ? [id] : [])),
  );
  return [...new Set(names)].slice(0, MOST_INCLUDED);
}

/** How an entity is doing, by the colour its blueprint gives the value. */
export function healthOf(node: ServerNode, blueprints: Blueprints) {
  const properties = blueprints.get(node.blueprint)?.schema.properties ?? {};
  for (const [id, value] of Object.entries(node.properties)) {
    const schema = properties[id];
    if (schema && isHealth(id, schema) && typeof value === 'string') {
      return { id, schema, value, tone: toneOfColor(schema.enumColors?.[value]) };
    }
  }
  return null;
}

export function kindOf(blueprint: string, blueprints: Blueprints): string {
  return blueprints.get(blueprint)?.title || blueprint;
}

/** The server's graph as cards and arrows. */
export function drawn(
  graph: Graph,
  blueprints: Blueprints,
  teamTitle: (identifier: string) => string = (identifier) => identifier,
): { nodes: GraphNode[]; edges: GraphEdge[] } {
  const nodes = graph.nodes.map((node): GraphNode => {
    const owner = node.team[0] && teamTitle(node.team[0]);
    return {
      id: keyOf(node),
      title: node.title || node.identifier,
      subtitle: [kindOf(node.blueprint, blueprints), owner].filter(Boolean).join(', '),
      icon: node.icon ?? blueprints.get(node.blueprint)?.icon ?? null,
      kind: node.blueprint,
      tone: healthOf(node, blueprints)?.tone,
      page: node.pending ? undefined : entityHref(node.blueprint, node.identifier),
      root: node.direction === 'self',
      ghost: node.pending,
      hidden: node.hidden ?? 0,
    };
  });
  const edges = graph.edges.map(({ source, target, relation }): GraphEdge => {
    const label = labelOf(relation, blueprints.get(source.blueprint)?.relations[relation]);
    return {
      id: JSON.stringify([keyOf(source), relation, keyOf(target)]),
      source: keyOf(source),
      target: keyOf(target),
      label,
    };
  });
  return { nodes, edges };
}

/** Who suffers when one fails: itself, and all that depend on it, directly or not. */
export function impactOf(key: string, edges: GraphEdge[]): Set<string> {
  const users = new Map<string, string[]>();
  for (const { source, target } of edges) {
    const known = users.get(target);
    if (known) known.push(source);
    else users.set(target, [source]);
  }
  const hit = new Set([key]);
  for (const each of hit) for (const user of users.get(each) ?? []) hit.add(user);
  return hit;
}

/** Those whose title or identifier holds the text. */
export function foundBy(text: string, nodes: GraphNode[]): string[] {
  const wanted = text.trim().toLowerCase();
  if (!wanted) return [];
  return nodes.flatMap(({ id, title }) => (`${title} ${id}`.toLowerCase().includes(wanted) ? [id] : []));
}

export interface GraphRow {
  key: string;
  node: ServerNode;
  title: string;
  kind: string;
  icon: string | null;
  /** The relations that lead here from what is nearer to the entity. */
  through: string[];
}

/** Every entity of the graph but the one it is about, the nearest first: the same as the picture, to read. */
export function rowsOf(graph: Graph, blueprints: Blueprints): GraphRow[] {
  const { nodes, edges } = drawn(graph, blueprints);
  const depths = new Map(graph.nodes.map((node) => [keyOf(node), node.depth]));
  const through = new Map<string, Set<string>>();
  for (const { source, target, label = '' } of edges) {
    const outer = (depths.get(source) ?? 0) > (depths.get(target) ?? 0) ? source : target;
    if (depths.get(source) !== depths.get(target)) through.set(outer, (through.get(outer) ?? new Set()).add(label));
  }
  return graph.nodes.flatMap((node, index): GraphRow[] => {
    const card = nodes[index];
    if (!card || node.direction === 'self') return [];
    const kind = kindOf(node.blueprint, blueprints);
    return [
      {
        key: card.id,
        node,
        title: card.title,
        kind,
        icon: card.icon ?? null,
        through: [...(through.get(card.id) ?? [])],
      },
    ];
  });
}
