import type { Blueprint, Entity, PropertySchema } from '@/api/contract';
import { labelOf, orderedProperties } from '@/features/blueprints/public';

export type PropertyTabKind = 'markdown' | 'spec' | 'frame' | 'text';

/** A property that is read on a tab of its own. */
export interface PropertyTab {
  id: string;
  label: string;
  kind: PropertyTabKind;
  schema: PropertySchema;
}

/** A longer structure is easier to read on a tab of its own. */
const LONG = 600;

/** Catalogs of other tools keep descriptions of APIs as YAML. */
const API = /^[\s{]*["']?(openapi|swagger|asyncapi)["']?\s*:/m;

function kindOf(schema: PropertySchema, value: unknown): PropertyTabKind | null {
  if (schema.spec === 'open-api' || schema.spec === 'async-api') return 'spec';
  if (schema.spec === 'embedded-url') return 'frame';
  if (schema.format === 'markdown') return 'markdown';
  if (schema.format === 'yaml') return API.test(String(value).slice(0, 4000)) ? 'spec' : 'text';
  if (schema.format === 'proto') return 'text';
  const structure = schema.type === 'object' && schema.format !== 'labeled-url';
  return structure && JSON.stringify(value).length > LONG ? 'text' : null;
}

/** The properties with a tab, in the blueprint's order; one without a value has none. */
export function propertyTabs(blueprint: Blueprint, entity: Entity): PropertyTab[] {
  return orderedProperties(blueprint).flatMap(([id, schema]) => {
    const value = entity.properties[id];
    if (value === null || value === undefined || value === '') return [];
    const kind = kindOf(schema, value);
    return kind ? [{ id, label: labelOf(id, schema), kind, schema }] : [];
  });
}

const PREFIX = 'p:';

/** How a property's tab is named in the address. */
export function tabOf(property: string): `p:${string}` {
  return `${PREFIX}${property}` as const;
}

/** Whether a page of this address may be framed: an origin of the list, where `*.` stands for any names before. */
export function mayFrame(url: string, origins: string[]): boolean {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (parsed?.protocol !== 'https:') return false;
  return origins.some((origin) => {
    const [, host = ''] = origin.split('://');
    return host.startsWith('*.') ? parsed.host.endsWith(host.slice(1)) : parsed.host === host;
  });
}
