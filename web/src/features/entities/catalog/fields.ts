import type { Blueprint, PropertySchema, Relation } from '@/api/contract';
import { labelOf, orderedProperties } from '@/features/blueprints/public';

export type Kind = 'text' | 'enum' | 'number' | 'boolean' | 'date' | 'list' | 'object' | 'relation' | 'team';

/** A column of the catalog: a property, a relation or a fact about the entity itself. */
export interface Field {
  /** A property's identifier, `rel.` and a relation's, or a `$meta`. */
  id: string;
  label: string;
  kind: Kind;
  schema?: PropertySchema;
  relation?: Relation & { id: string };
  sortable: boolean;
}

export const NAME = '$title';
const RELATION = 'rel.';

function kindOf(schema: PropertySchema): Kind {
  if (schema.enum) return 'enum';
  if (schema.type === 'array') return 'list';
  if (schema.type === 'number' || schema.type === 'boolean' || schema.type === 'object') return schema.type;
  if (schema.format === 'date-time' || schema.format === 'timer') return 'date';
  return schema.format === 'team' ? 'team' : 'text';
}

interface MetaLabels {
  name: string;
  identifier: string;
  team: string;
  created: string;
  updated: string;
}

/** Every field of a blueprint's entities; the name comes first. */
export function fieldsOf(blueprint: Blueprint, labels: MetaLabels): Field[] {
  const meta = (id: string, label: string, kind: Kind): Field => ({ id, label, kind, sortable: true });
  const team = { ...meta('$team', blueprint.ownership?.title || labels.team, 'list'), sortable: false };
  const properties = orderedProperties(blueprint).map(([id, schema]): Field => {
    const kind = kindOf(schema);
    const sortable = kind !== 'object' && kind !== 'list';
    return { id, label: labelOf(id, schema), kind, schema, sortable };
  });
  const relations = Object.entries(blueprint.relations).map(
    ([id, relation]): Field => ({
      id: `${RELATION}${id}`,
      label: labelOf(id, relation),
      kind: 'relation',
      relation: { ...relation, id },
      sortable: !relation.many,
    }),
  );
  return [
    meta(NAME, labels.name, 'text'),
    ...(blueprint.ownership ? [team] : []),
    ...properties,
    ...relations,
    meta('$identifier', labels.identifier, 'text'),
    meta('$createdAt', labels.created, 'date'),
    meta('$updatedAt', labels.updated, 'date'),
  ];
}

const UNREADABLE_IN_A_CELL = new Set(['markdown', 'yaml', 'proto']);

/** The columns shown until a person chooses: what reads well in a cell, with room for relations and the last change. */
export function defaultColumns(fields: Field[]): string[] {
  const fits = fields.filter(
    ({ id, kind, schema }) =>
      schema &&
      id !== 'description' &&
      kind !== 'object' &&
      (kind !== 'list' || schema.items) &&
      !UNREADABLE_IN_A_CELL.has(schema.format ?? '') &&
      !schema.spec,
  );
  const short = fits.filter((field) => field.kind !== 'list' && field.schema?.format !== 'url');
  const first = short.slice(0, 7);
  const last = fits.filter((field) => !short.includes(field)).slice(0, 7 - first.length);
  const relations = fields.filter((field) => field.kind === 'relation').slice(0, 3);
  const team = fields.filter((field) => field.id === '$team');
  return [NAME, ...[...team, ...first, ...relations, ...last].map((field) => field.id), '$updatedAt'];
}

/** The fields an address asks for, in its order; the name is always there and always first. */
export function chosenFields(fields: Field[], cols: string | undefined): Field[] {
  const wanted = cols ? cols.split(',') : defaultColumns(fields);
  const byId = new Map(fields.map((field) => [field.id, field]));
  const ids = [NAME, ...wanted.filter((id) => id !== NAME)];
  return [...new Set(ids)].map((id) => byId.get(id)).filter((field) => field !== undefined);
}

/** What the server is asked to send for these columns. */
export function includeOf(fields: Field[]): string[] {
  const shown = fields.map((field) => field.relation?.id ?? field.id);
  return [...new Set(['$identifier', '$title', '$icon', ...shown])];
}

const WIDTHS: Record<Kind, number> = {
  text: 170,
  enum: 130,
  number: 110,
  boolean: 96,
  date: 124,
  list: 180,
  object: 160,
  relation: 170,
  team: 150,
};

/** A width that fits the kind of value and the heading. */
export function widthOf(field: Field): number {
  if (field.id === NAME) return 280;
  return Math.max(WIDTHS[field.kind], Math.min(240, field.label.length * 7.4 + 44));
}
