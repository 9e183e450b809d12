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

/** Formats that the server checks and a browser cannot. */
const UNCHECKED = new Set([
  'timer',
  'user',
  'team',
  'blueprints',
  'markdown',
  'yaml',
  'proto',
  'idn-email',
  'labeled-url',
]);
/** What people look up rather than type. */
const CHOSEN: Record<string, UiSchema> = {
  user: { 'ui:widget': 'entities', 'ui:options': { blueprint: '_user', anyEmail: true } },
  team: { 'ui:widget': 'entities', 'ui:options': { blueprint: '_team' } },
  blueprints: { 'ui:widget': 'blueprints' },
};
const BY_FORMAT: Record<string, UiSchema> = {
  ...CHOSEN,
  'labeled-url': { 'ui:field': 'link' },
  'date-time': { 'ui:widget': 'moment' },
  timer: { 'ui:widget': 'moment' },
  markdown: { 'ui:widget': 'markdown' },
  yaml: { 'ui:widget': 'code' },
  proto: { 'ui:widget': 'code', 'ui:options': { language: 'text' } },
};
/** Descriptions of APIs, where the property holds the text itself; with a format it holds where that is. */
const APIS = new Set(['open-api', 'async-api']);

function listUi(items: PropertySchema['items']): UiSchema {
  if (items?.enum) return { 'ui:widget': 'select' };
  const chosen = CHOSEN[items?.format ?? ''];
  if (chosen) return chosen;
  return items?.type === 'string' || items?.type === 'number' ? { 'ui:widget': 'tags' } : { 'ui:field': 'json' };
}

function uiOf({ type, format, spec, items, enum: choices }: PropertySchema): UiSchema {
  if (choices) return {};
  if (type === 'array') return listUi(items);
  const known = BY_FORMAT[format ?? ''];
  if (known) return known;
  if (type === 'object') return { 'ui:field': 'json' };
  if (type !== 'string' || format) return {};
  return APIS.has(spec ?? '') ? { 'ui:widget': 'code' } : { 'ui:options': { grows: true } };
}

const LINK: RJSFSchema = {
  properties: { url: { type: 'string', format: 'url' }, displayText: { type: 'string' } },
  required: ['url'],
};

function schemaOf(
  id: string,
  { default: _default, format, spec: _spec, icon: _icon, enumColors: _colors, ...schema }: PropertySchema,
): RJSFSchema {
  const checked = format && !UNCHECKED.has(format) ? { format } : {};
  return { ...schema, ...checked, ...(format === 'labeled-url' ? LINK : {}), title: labelOf(id, schema) } as RJSFSchema;
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
