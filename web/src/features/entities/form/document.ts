import type { ErrorSchema } from '@rjsf/utils';
import type { Blueprint, Entity, EntityInput } from '@/api/contract';
import { ApiError } from '@/api/error';
import type { Refusal } from '@/ui/code/refusals';
import { endOf } from '../entity-link';

/** An entity as a person writes it: only what may be written, relations by identifier. */
export function toDocument(blueprint: Blueprint, entity: Entity): Record<string, unknown> {
  const stored = Object.entries(entity.properties).filter(([key]) => key in blueprint.schema.properties);
  const relations = Object.entries(entity.relations)
    .filter(([key]) => key in blueprint.relations)
    .map(([key, value]) => [key, identifiersOf(value)]);
  return {
    identifier: entity.identifier,
    ...(entity.title === null ? {} : { title: entity.title }),
    ...(entity.icon ? { icon: entity.icon } : {}),
    ...(blueprint.ownership?.type === 'Direct' ? { team: entity.team } : {}),
    properties: Object.fromEntries(stored),
    relations: Object.fromEntries(relations),
  };
}

function identifiersOf(value: Entity['relations'][string]): string | string[] | null {
  if (value === null || value === undefined) return null;
  return Array.isArray(value) ? value.map((end) => endOf(end).identifier) : endOf(value).identifier;
}

/** A new document: everything the blueprint requires or fills by default is already there. */
export function emptyDocument(blueprint: Blueprint): Record<string, unknown> {
  const { properties, required } = blueprint.schema;
  const defaults = Object.entries(properties).filter(([, schema]) => schema.default !== undefined);
  const filled = Object.fromEntries(defaults.map(([key, schema]) => [key, schema.default]));
  for (const key of required) filled[key] ??= null;
  return { identifier: null, title: null, properties: filled, relations: {} };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What a form shows of a document: a null is a field left empty; what a value holds inside is its own affair. */
export function toFields(data: Record<string, unknown>, depth = 1): Record<string, unknown> {
  const kept = Object.entries(data).filter(([, value]) => value !== null);
  return Object.fromEntries(
    kept.map(([key, value]) => [key, depth > 0 && isRecord(value) ? toFields(value, depth - 1) : value]),
  );
}

/** What the server is sent. */
export function toInput(data: Record<string, unknown>): EntityInput {
  const { identifier, ...rest } = data;
  return { ...(typeof identifier === 'string' && identifier ? { identifier } : {}), ...rest } as EntityInput;
}

interface Told {
  property?: string;
  message?: string;
}

/** Each property that a refusal lists, with what is wrong with it. */
function listed(details: ApiError['details'], message: string): Told[] {
  const all = Array.isArray(details.properties) ? (details.properties as Told[]) : [];
  return all.length > 0 ? all : [{ property: String(details.property ?? ''), message }];
}

/** The fields that a refusal is about, where the server names some. */
export function fieldErrors(error: unknown, blueprint: Blueprint): ErrorSchema | undefined {
  if (!(error instanceof ApiError)) return undefined;
  const { path } = error.details;
  const told = { __errors: [error.message] };
  const errors = (tree: object) => tree as ErrorSchema;
  if (error.code === 'identifier_taken') return errors({ identifier: told });
  const properties = listed(error.details, error.message)
    .filter(({ property = '' }) => property in blueprint.schema.properties)
    .map(({ property = '', message = error.message }) => [property, { __errors: [message] }]);
  if (properties.length > 0) return errors({ properties: Object.fromEntries(properties) });
  const [section = '', key = ''] = String(path ?? '').split('.');
  if (section === 'properties' && key in blueprint.schema.properties) return errors({ properties: { [key]: told } });
  if (section === 'relations' && key in blueprint.relations) return errors({ relations: { [key]: told } });
  return ['identifier', 'title', 'team'].includes(section) ? errors({ [section]: told }) : undefined;
}

/** The same for the text: where the server's refusal stands in it. */
export function refusalsOf(errors: ErrorSchema | undefined): Refusal[] {
  const found: Refusal[] = [];
  const walk = (node: ErrorSchema, path: string[]) => {
    for (const message of node.__errors ?? []) found.push({ path, message });
    for (const [key, part] of Object.entries(node)) {
      if (key !== '__errors' && part) walk(part as ErrorSchema, [...path, key]);
    }
  };
  if (errors) walk(errors, []);
  return found;
}
