import type { Entity, EntityInput, RelationValue } from '@/api/contract';
import { endOf } from '../entity-link';
import type { Field } from './fields';
import { NAME } from './fields';

export type CellValue = string | number | boolean | string[] | null;

const LONG = new Set(['markdown', 'yaml', 'proto', 'labeled-url']);
const SIMPLE_ITEMS = new Set(['string', undefined]);

/** Whether a cell of the column can be edited in place: what fits a cell and is not computed or set by Seaway. */
export function canEdit({ id, kind, schema, relation }: Field, owned: boolean): boolean {
  if (id === NAME || relation) return true;
  if (id === '$team') return owned;
  if (!schema || schema.computed || kind === 'object' || schema.spec || LONG.has(schema.format ?? '')) return false;
  return kind !== 'list' || SIMPLE_ITEMS.has(schema.items?.type);
}

/** Whether the value is one of several choices that are entities: of which blueprint. */
export function targetOf({ id, schema, relation }: Field): string | null {
  if (relation) return relation.target;
  if (id === '$team' || schema?.format === 'team' || schema?.items?.format === 'team') return '_team';
  return schema?.format === 'user' || schema?.items?.format === 'user' ? '_user' : null;
}

export function isMany({ id, kind, relation }: Field): boolean {
  return relation ? relation.many : id === '$team' || kind === 'list';
}

function identifiersOf(value: RelationValue | undefined, many: boolean): CellValue {
  const ends = (Array.isArray(value) ? value : value ? [value] : []).map((end) => endOf(end).identifier);
  return many ? ends : (ends[0] ?? null);
}

/** The value of a cell as an editor takes it. */
export function heldBy(entity: Entity, field: Field): CellValue {
  if (field.id === NAME) return entity.title;
  if (field.id === '$team') return entity.team;
  if (field.relation) return identifiersOf(entity.relations[field.relation.id], field.relation.many);
  const value = entity.properties[field.id] ?? null;
  return isMany(field) ? (Array.isArray(value) ? value.map(String) : []) : (value as CellValue);
}

/** What is sent to change a cell; nothing clears it. */
export function patchOf(field: Field, value: CellValue): Partial<EntityInput> {
  const empty = value === '' || (Array.isArray(value) && value.length === 0 && !field.relation && field.id !== '$team');
  const given = empty ? null : value;
  if (field.id === NAME) return { title: given as string | null };
  if (field.id === '$team') return { team: given as string[] };
  if (field.relation) return { relations: { [field.relation.id]: given as string | string[] | null } };
  return { properties: { [field.id]: given } };
}

export function sameValue(a: CellValue, b: CellValue): boolean {
  const plain = (value: CellValue) =>
    JSON.stringify(value === '' || (Array.isArray(value) && value.length === 0) ? null : value);
  return plain(a) === plain(b);
}

/** A value as a message names it. */
export function textOf(value: CellValue): string {
  return Array.isArray(value) ? value.join(', ') : String(value ?? '');
}
