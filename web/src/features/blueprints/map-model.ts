import type { Blueprint } from '@/api/contract';
import type { GraphEdge, GraphNode } from '@/ui/graph/types';
import { labelOf } from './model';

/** One relation of one blueprint, as a row of the map's table. */
export interface MapRow {
  id: string;
  source: Blueprint;
  relation: string;
  target: string;
  many: boolean;
  required: boolean;
}

/** Every relation between blueprints, in their order. */
export function rowsOf(blueprints: Blueprint[]): MapRow[] {
  return blueprints.flatMap((source) =>
    Object.entries(source.relations).map(([name, relation]) => ({
      id: `${source.identifier}.${name}`,
      source,
      relation: labelOf(name, relation),
      target: relation.target,
      many: relation.many,
      required: relation.required,
    })),
  );
}

/** Blueprints as cards and relations as arrows; `subtitle` says how much a blueprint holds. */
export function drawnMap(
  blueprints: Blueprint[],
  subtitle: (blueprint: Blueprint) => string,
): { nodes: GraphNode[]; edges: GraphEdge[] } {
  const known = new Set(blueprints.map(({ identifier }) => identifier));
  return {
    nodes: blueprints.map((blueprint) => ({
      id: blueprint.identifier,
      title: blueprint.title || blueprint.identifier,
      subtitle: subtitle(blueprint),
      icon: blueprint.icon,
      kind: blueprint.identifier,
    })),
    edges: rowsOf(blueprints)
      .filter(({ target }) => known.has(target))
      .map(({ id, source, relation, target }) => ({ id, source: source.identifier, target, label: relation })),
  };
}

/** The blueprints whose title or identifier holds the text; none for no text. */
export function foundIn(blueprints: Blueprint[], text: string): string[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return [];
  return blueprints
    .filter(({ identifier, title }) => `${identifier} ${title}`.toLowerCase().includes(wanted))
    .map(({ identifier }) => identifier);
}
