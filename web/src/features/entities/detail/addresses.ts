import type { Blueprint, Entity } from '@/api/contract';
import { labelOf, orderedProperties } from '@/features/blueprints/public';

export interface Address {
  label: string;
  href: string;
}

/** Annotations of descriptor files that say where the source of an entity is, the closest to it first. */
const SOURCES = ['backstage.io/view-url', 'backstage.io/source-location', 'backstage.io/managed-by-location'];

function opened(text: unknown): string | undefined {
  if (typeof text !== 'string' || !URL.canParse(text)) return undefined;
  return /^https?:$/.test(new URL(text).protocol) ? text : undefined;
}

/** Where else an entity can be opened: where its file lies, and what its properties link to. */
export function addressesOf(blueprint: Blueprint, entity: Entity, source: string): Address[] {
  const said = entity.properties.annotations;
  const annotations = (typeof said === 'object' && said !== null ? said : {}) as Record<string, unknown>;
  const places = SOURCES.map((name) => String(annotations[name] ?? '').replace(/^url:/, ''));
  const file = places.map(opened).find((href) => href !== undefined);
  const linked = orderedProperties(blueprint).flatMap(([id, schema]): Address[] => {
    if (schema.format !== 'url' || schema.spec) return [];
    const href = opened(entity.properties[id]);
    return href ? [{ label: labelOf(id, schema), href }] : [];
  });
  return [...(file ? [{ label: source, href: file }] : []), ...linked].slice(0, 6);
}
