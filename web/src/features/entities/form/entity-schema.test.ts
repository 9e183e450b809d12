import { describe, expect, it } from 'vitest';
import type { Blueprint } from '@/api/contract';
import { ApiError } from '@/api/error';
import { type JsonSchema, problemsOf, withoutNulls } from '@/lib/json-schema';
import { readYaml, writeYaml } from '@/lib/yaml-doc';
import { blueprint, entity } from '@/testing/samples';
import { emptyDocument, fieldErrors, toDocument, toFields } from './document';
import { entitySchema } from './entity-schema';

const labels = { identifier: '', identifierHelp: '', title: '', icon: '', team: '', properties: '', relations: '' };
const { schema, uiSchema } = entitySchema(blueprint(), labels);
const problems = (data: unknown) =>
  problemsOf(schema as JsonSchema, withoutNulls(data)).map((each) => each.path.join('.'));

describe('the document of an entity', () => {
  it('goes through YAML and fits its schema', () => {
    const written = writeYaml(toDocument(blueprint(), entity()));
    const { data } = readYaml(written);
    expect(data).toMatchObject({ identifier: 'default/checkout', team: ['payments'], relations: { system: 'shop' } });
    expect(problems(data)).toEqual([]);
  });

  it('leaves out what is computed and cannot be written', () => {
    const shown = entity({ properties: { health: 'Down', score: 9 } });
    expect(toDocument(blueprint(), shown).properties).toEqual({ health: 'Down' });
  });

  it('shows nulls as empty fields, and leaves those inside a value alone', () => {
    const shown = { title: null, properties: { tier: null, limits: { cpu: null } }, relations: { system: null } };
    expect(toFields(shown)).toEqual({ properties: { limits: { cpu: null } }, relations: {} });
  });

  it('leaves out teams that come from elsewhere', () => {
    const inherited = blueprint({ ownership: { type: 'Inherited', path: 'system' } });
    expect(toDocument(inherited, entity())).not.toHaveProperty('team');
  });

  it('begins with what is required and what has a default', () => {
    const base = blueprint();
    const properties = { ...base.schema.properties, tier: { type: 'number' as const, default: 2 } };
    const document = emptyDocument(blueprint({ schema: { properties, required: ['health'] } }));
    expect(document.properties).toEqual({ health: null, tier: 2 });
  });
});

describe('the schema of an entity', () => {
  it('names what is missing and what is unknown', () => {
    const found = problems({ properties: { colour: 'red' }, relations: {}, extra: 1 });
    expect(found).toEqual(
      expect.arrayContaining(['properties.health', 'relations.system', 'properties.colour', 'extra']),
    );
  });

  it('draws relations as choices of their target', () => {
    expect(uiSchema.relations?.system).toMatchObject({
      'ui:widget': 'entities',
      'ui:options': { blueprint: 'system' },
    });
  });
});

describe('the editor of a property', () => {
  const ui = (p: object) => {
    const schema = { properties: { p }, required: [] } as unknown as Blueprint['schema'];
    return entitySchema(blueprint({ schema }), labels).uiSchema.properties?.p;
  };

  it.each([
    [{ type: 'string' }, { 'ui:options': { grows: true } }],
    [{ type: 'string', spec: 'open-api' }, { 'ui:widget': 'code' }],
    [{ type: 'string', spec: 'async-api' }, { 'ui:widget': 'code' }],
    [{ type: 'string', format: 'url', spec: 'open-api' }, {}],
    [{ type: 'object', spec: 'open-api' }, { 'ui:field': 'json' }],
    [{ type: 'string', format: 'yaml' }, { 'ui:widget': 'code' }],
    [
      { type: 'string', format: 'proto' },
      { 'ui:widget': 'code', 'ui:options': { language: 'text' } },
    ],
    [{ type: 'string', format: 'markdown' }, { 'ui:widget': 'markdown' }],
    [{ type: 'object' }, { 'ui:field': 'json' }],
    [{ type: 'object', format: 'labeled-url' }, { 'ui:field': 'link' }],
    [
      { type: 'string', format: 'user' },
      { 'ui:widget': 'entities', 'ui:options': { blueprint: '_user', anyEmail: true } },
    ],
    [
      { type: 'string', format: 'team' },
      { 'ui:widget': 'entities', 'ui:options': { blueprint: '_team' } },
    ],
    [{ type: 'string', format: 'blueprints' }, { 'ui:widget': 'blueprints' }],
    [{ type: 'string', format: 'timer' }, { 'ui:widget': 'moment' }],
    [{ type: 'string', enum: ['a'], format: 'user' }, {}],
    [
      { type: 'array', items: { type: 'string', format: 'team' } },
      { 'ui:widget': 'entities', 'ui:options': { blueprint: '_team' } },
    ],
    [{ type: 'array', items: { type: 'object' } }, { 'ui:field': 'json' }],
  ])('of %j fits what it holds', (property, expected) => {
    expect(ui(property)).toEqual(expected);
  });
});

describe('a refusal of the server', () => {
  const refused = (code: string, details: Record<string, unknown>) =>
    fieldErrors(new ApiError({ status: 422, code, message: 'No', details }), blueprint());

  it('goes to the field it names', () => {
    expect(refused('invalid_property', { path: 'properties.replicas' })).toEqual({
      properties: { replicas: { __errors: ['No'] } },
    });
    expect(refused('not_found', { path: 'relations.system' })).toEqual({ relations: { system: { __errors: ['No'] } } });
    const several = ['replicas', 'health'].map((property) => ({ property, message: `not ${property}` }));
    expect(refused('invalid_property', { property: 'replicas', properties: several })).toEqual({
      properties: { replicas: { __errors: ['not replicas'] }, health: { __errors: ['not health'] } },
    });
    expect(refused('identifier_taken', {})).toEqual({ identifier: { __errors: ['No'] } });
  });

  it('stays above the form when it names none', () => {
    expect(refused('forbidden', {})).toBeUndefined();
    expect(fieldErrors(new Error('x'), blueprint())).toBeUndefined();
  });
});
