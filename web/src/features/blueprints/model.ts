import type { Blueprint, PropertySchema } from '@/api/contract';
import { humanize } from '@/lib/format';

/** A property or relation in words: its title, or its identifier read as words. */
export function labelOf(identifier: string, part: { title?: string } | undefined): string {
  return part?.title || humanize(identifier);
}

/** Blueprints that come with the organisation, such as _user. */
export function isSystemBlueprint(identifier: string): boolean {
  return identifier.startsWith('_');
}

/** Every property an entity of the blueprint can show: stored first, then computed. */
export function orderedProperties(blueprint: Blueprint): [string, PropertySchema & { computed?: boolean }][] {
  const computed = {
    ...blueprint.mirrorProperties,
    ...blueprint.calculationProperties,
    ...blueprint.aggregationProperties,
  };
  return [
    ...Object.entries(blueprint.schema.properties),
    ...Object.entries(computed).map(([key, property]): [string, PropertySchema & { computed: boolean }] => [
      key,
      { type: 'string', ...property, computed: true },
    ]),
  ];
}
