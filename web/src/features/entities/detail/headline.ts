import type { Blueprint, Entity, PropertySchema } from '@/api/contract';
import { orderedProperties } from '@/features/blueprints/public';
import { isHealth } from '../properties/property-value';

const LONG = new Set(['markdown', 'yaml', 'proto', 'url']);

/** The properties that read at a glance and have a value, choices before free text. */
export function headline(blueprint: Blueprint, entity: Entity): [string, PropertySchema][] {
  const readable = orderedProperties(blueprint).filter(([id, schema]) => {
    const value = entity.properties[id];
    const short = schema.type !== 'object' && schema.type !== 'array' && !LONG.has(schema.format ?? '') && !schema.spec;
    return (
      id !== 'description' &&
      !isHealth(id, schema) &&
      short &&
      value !== null &&
      value !== undefined &&
      String(value).length <= 40
    );
  });
  const rank = ([, schema]: [string, PropertySchema]) => (schema.enum ? 0 : schema.format ? 1 : 2);
  return readable.sort((a, b) => rank(a) - rank(b)).slice(0, entity.team.length > 0 ? 6 : 7);
}
