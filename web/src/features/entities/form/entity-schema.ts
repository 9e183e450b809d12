import type { RJSFSchema, UiSchema } from '@rjsf/utils';
import type { Blueprint, PropertySchema, Relation } from '@/api/contract';
import { labelOf } from '@/features/blueprints/public';

interface Labels {
  identifier: string;
  identifierHelp: string;
  title: string;
  icon: string;
  team: string;
  properties: string;
  relations: string;
}

const TEXTS = new Set(['markdown', 'yaml', 'proto']);
/** Formats that the server checks and a browser cannot. */
const UNCHECKED = new Set([
  'timer',
  'user',
  'team',
  'blueprints',
  'markdown',
  'yaml',
  'proto',
  'url',
  'idn-email',
  'labeled-url',
]);

function uiOf(schema: PropertySchema): UiSchema {
  const { type, format, items } = schema;
  if (schema.enum) return {};
  if (format === 'labeled-url') return { 'ui:field': 'json' };
  if (type === 'object') return { 'ui:field': 'json' };
  if (type === 'array') {
    if (items?.enum) return { 'ui:widget': 'select' };
    if (items?.format === 'user') return { 'ui:widget': 'entities', 'ui:options': { blueprint: '_user' } };
    return items && (items.type === 'string' || items.type === 'number')
      ? { 'ui:widget': 'tags' }
      : { 'ui:field': 'json' };
  }
  if (format === 'date-time' || format === 'timer') return { 'ui:widget': 'moment' };
  if (format === 'team') return { 'ui:widget': 'entities', 'ui:options': { blueprint: '_team' } };
  if (TEXTS.has(format ?? '')) return { 'ui:widget': 'textarea', 'ui:options': { mono: format !== 'markdown' } };
  return {};
}

function schemaOf(
  id: string,
  { default: _default, format, spec: _spec, icon: _icon, enumColors: _colors, ...schema }: PropertySchema,
): RJSFSchema {
  const checked = format && !UNCHECKED.has(format) ? { format } : {};
  return { ...schema, ...checked, title: labelOf(id, schema) } as RJSFSchema;
}

function relationSchema(id: string, relation: Relation): RJSFSchema {
  const base = { title: labelOf(id, relation), description: relation.description };
  if (relation.many) return { ...base, type: 'array', items: { type: 'string' }, uniqueItems: true };
  return { ...base, type: 'string' };
}

function mapValues<In, Out>(record: Record<string, In>, change: (key: string, value: In) => Out): Record<string, Out> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(key, value)]));
}

/** The form of a blueprint's entities: the same schema draws the form and checks the YAML. */
export function entitySchema(blueprint: Blueprint, labels: Labels): { schema: RJSFSchema; uiSchema: UiSchema } {
  const { properties, required } = blueprint.schema;
  const { relations } = blueprint;
  const needed = Object.keys(relations).filter((key) => relations[key]?.required);
  const owned = blueprint.ownership?.type === 'Direct';
  const team: RJSFSchema = {
    title: blueprint.ownership?.title || labels.team,
    type: 'array',
    items: { type: 'string' },
  };
  const schema: RJSFSchema = {
    type: 'object',
    additionalProperties: false,
    required: [...(required.length > 0 ? ['properties'] : []), ...(needed.length > 0 ? ['relations'] : [])],
    properties: {
      identifier: { type: 'string', title: labels.identifier, description: labels.identifierHelp, maxLength: 1000 },
      title: { type: 'string', title: labels.title },
      icon: { type: 'string', title: labels.icon },
      ...(owned ? { team } : {}),
      properties: {
        type: 'object',
        title: labels.properties,
        additionalProperties: false,
        required,
        properties: mapValues(properties, schemaOf),
      },
      relations: {
        type: 'object',
        title: labels.relations,
        additionalProperties: false,
        required: needed,
        properties: mapValues(relations, relationSchema),
      },
    },
  };
  const uiSchema: UiSchema = {
    icon: { 'ui:widget': 'hidden' },
    team: { 'ui:widget': 'entities', 'ui:options': { blueprint: '_team' } },
    properties: mapValues(properties, (_, each) => uiOf(each)),
    relations: mapValues(relations, (_, each) => ({
      'ui:widget': 'entities',
      'ui:options': { blueprint: each.target },
    })),
  };
  return { schema, uiSchema };
}
