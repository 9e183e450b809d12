import type { JsonSchema } from '@/lib/json-schema';

const COLORS = [
  'blue',
  'turquoise',
  'orange',
  'purple',
  'pink',
  'yellow',
  'green',
  'red',
  'gold',
  'silver',
  'paleBlue',
  'darkGray',
  'lightGray',
  'bronze',
  'lime',
  'olive',
  'brown',
];
const FORMATS = [
  'date-time',
  'timer',
  'url',
  'email',
  'idn-email',
  'ipv4',
  'ipv6',
  'markdown',
  'yaml',
  'proto',
  'user',
  'team',
  'blueprints',
  'labeled-url',
];
const KEY = '^[A-Za-z0-9@_=\\\\-]+$';

const property: JsonSchema = {
  type: 'object',
  required: ['type'],
  properties: {
    type: { enum: ['string', 'number', 'boolean', 'object', 'array'], description: 'The JSON type of the value' },
    title: { type: 'string', maxLength: 100, description: 'The name people see' },
    description: { type: 'string' },
    icon: { type: 'string' },
    format: { enum: FORMATS, description: 'What kind of string or object it is' },
    spec: { enum: ['open-api', 'async-api', 'embedded-url'] },
    enum: { type: 'array', minItems: 1, description: 'The values allowed' },
    enumColors: { type: 'object', additionalProperties: { enum: COLORS } },
    default: { description: 'Filled in when an entity is created without it' },
    pattern: { type: 'string' },
    minLength: { type: 'number' },
    maxLength: { type: 'number' },
    minimum: { type: 'number' },
    maximum: { type: 'number' },
    minItems: { type: 'number' },
    maxItems: { type: 'number' },
    uniqueItems: { type: 'boolean' },
    items: {
      type: 'object',
      properties: { type: { type: 'string' }, format: { type: 'string' }, enum: { type: 'array' } },
    },
  },
};

const relation: JsonSchema = {
  type: 'object',
  required: ['target'],
  additionalProperties: false,
  properties: {
    title: { type: 'string', maxLength: 100 },
    description: { type: 'string' },
    target: { type: 'string', description: 'The identifier of a blueprint' },
    many: { type: 'boolean', description: 'Whether it may point to several' },
    required: { type: 'boolean' },
    type: { type: 'string' },
  },
};

/** The form of a blueprint, for completion and for checking before the server does. */
export function blueprintSchema(known: string[]): JsonSchema {
  const target = { ...relation.properties?.target, ...(known.length > 0 ? { examples: known } : {}) };
  const targeted = { ...relation, properties: { ...relation.properties, target } };
  return {
    type: 'object',
    required: ['identifier', 'schema'],
    properties: {
      identifier: { type: 'string', minLength: 1, maxLength: 100, description: 'Never changes what people see' },
      title: { type: 'string', maxLength: 100, description: 'The name people see' },
      icon: { type: 'string' },
      description: { type: 'string', maxLength: 200 },
      schema: {
        type: 'object',
        required: ['properties'],
        properties: {
          properties: { type: 'object', propertyNames: { pattern: KEY }, additionalProperties: property },
          required: { type: 'array', items: { type: 'string' }, description: 'Properties every entity must have' },
        },
      },
      relations: { type: 'object', propertyNames: { pattern: KEY }, additionalProperties: targeted },
      mirrorProperties: { type: 'object', description: 'Values read through relations' },
      calculationProperties: { type: 'object', description: 'Values calculated with jq' },
      aggregationProperties: { type: 'object', description: 'Figures over related entities' },
      ownership: {
        type: 'object',
        required: ['type'],
        properties: { type: { enum: ['Direct', 'Inherited'] }, path: { type: 'string' }, title: { type: 'string' } },
      },
    },
  };
}
