import { describe, expect, it } from 'vitest';
import { readAsyncApi } from './asyncapi';
import { matching } from './model';
import { readOpenApi } from './openapi';
import { MOST_CHARACTERS, readDocument, resolve } from './read';

const pets = `
openapi: 3.1.0
info: {title: Pets, version: 1.2.0}
servers: [{url: https://pets.example/v1}]
tags: [{name: pets, description: All about pets}]
paths:
  /pets/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    get:
      tags: [pets]
      operationId: getPet
      summary: Fetch a pet
      parameters: [{$ref: '#/components/parameters/Verbose'}]
      responses:
        '200': {description: A pet, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}
    post: {deprecated: true, requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}}
components:
  parameters: {Verbose: {name: verbose, in: query, schema: {type: boolean}}}
  schemas: {Pet: {type: object, properties: {parent: {$ref: '#/components/schemas/Pet'}}}}
`;

const opened = (source: string) => {
  const { document } = readDocument(source);
  if (!document) throw new Error('unread');
  return document;
};

describe('an OpenAPI document', () => {
  it('is read into operations by tag, with parameters of the path and by reference', () => {
    const spec = readOpenApi(opened(pets));
    expect(spec).toMatchObject({ format: 'OpenAPI 3.1.0', title: 'Pets', servers: ['https://pets.example/v1'] });
    expect(spec?.groups.map(({ name, operations }) => [name, operations.map(({ verb }) => verb)])).toEqual([
      ['pets', ['get']],
      ['', ['post']],
    ]);
    const [get] = spec?.groups[0]?.operations ?? [];
    expect(get?.fields.map(({ name, place, required }) => [name, place, required])).toEqual([
      ['id', 'path', true],
      ['verbose', 'query', false],
    ]);
    expect(get?.answers[0]?.contents[0]?.schema).toEqual({ $ref: '#/components/schemas/Pet' });
    expect(spec && matching(spec.groups, 'FETCH pets')).toHaveLength(1);
    expect(spec && matching(spec.groups, 'nothing')).toEqual([]);
  });

  it('may be Swagger 2, with its body among the parameters', () => {
    const spec = readOpenApi({
      swagger: '2.0',
      host: 'old.example',
      basePath: '/api',
      paths: {
        '/a': {
          post: {
            parameters: [
              { name: 'b', in: 'body', schema: { type: 'object' } },
              { name: 'q', in: 'query', type: 'string' },
            ],
            responses: { 200: { description: 'Done', schema: { type: 'array' } } },
          },
        },
      },
    });
    expect(spec?.servers).toEqual(['https://old.example/api']);
    const [post] = spec?.groups[0]?.operations ?? [];
    expect(post?.fields.map(({ name }) => name)).toEqual(['q']);
    expect(post?.contents).toMatchObject([{ name: 'application/json', schema: { type: 'object' } }]);
    expect(post?.answers[0]?.contents[0]?.schema).toEqual({ type: 'array' });
  });

  it('bears nonsense, circles and what is no document', () => {
    expect(
      readOpenApi({ openapi: '3.0.0', paths: { '/x': { get: null, put: 7 }, '/y': 'z' }, tags: 'a' })?.groups,
    ).toHaveLength(1);
    expect(readOpenApi({ hello: 'world' })).toBeNull();
    const circle = { a: { $ref: '#/b' }, b: { $ref: '#/a' } };
    expect(resolve(circle, { $ref: '#/a' })).toHaveProperty('$ref');
    expect(resolve({}, { $ref: '#/__proto__/polluted' })).toHaveProperty('$ref');
    expect(readDocument('{"a":').problem).toBeTruthy();
    expect(readDocument('- a\n- b').problem).toBeTruthy();
    expect(readDocument('x'.repeat(MOST_CHARACTERS + 1)).problem).toBe('large');
    const bomb = `a: &a [1,1,1,1,1,1,1,1,1]\n${'bcdefghij'
      .split('')
      .map((key, at) => `${key}: &${key} [${`*${'abcdefghi'[at]},`.repeat(9)}]`)
      .join('\n')}`;
    expect(readDocument(bomb).problem).toBeTruthy();
  });
});

describe('an AsyncAPI document', () => {
  it('of version 2 says what a channel publishes', () => {
    const spec = readAsyncApi(
      opened(
        'asyncapi: 2.6.0\ninfo: {title: Tides, version: 1}\nchannels:\n  tide/{place}:\n    parameters: {place: {schema: {type: string}}}\n    publish: {message: {oneOf: [{name: High, payload: {type: object}}, {name: Low}]}}',
      ),
    );
    expect(spec?.groups[0]?.operations[0]).toMatchObject({
      verb: 'publish',
      path: 'tide/{place}',
      contents: [{ name: 'High' }, { name: 'Low' }],
    });
  });

  it('of version 3 keeps operations apart from channels', () => {
    const spec = readAsyncApi(
      opened(`asyncapi: 3.0.0
info: {title: Tides, version: '2'}
servers: {main: {host: broker.example, protocol: kafka}}
channels: {tides: {address: tides.v1, messages: {high: {$ref: '#/components/messages/High'}}}, quiet: {address: quiet}}
operations: {onTide: {action: receive, channel: {$ref: '#/channels/tides'}, summary: Told of tides}}
components: {messages: {High: {name: High, payload: {schemaFormat: avro, schema: {type: object}}}}}`),
    );
    expect(spec?.servers).toEqual(['kafka://broker.example']);
    expect(spec?.groups[0]).toMatchObject({
      name: 'tides.v1',
      operations: [{ verb: 'receive', id: 'onTide', contents: [{ name: 'High', schema: { type: 'object' } }] }],
    });
    expect(spec?.groups[1]?.operations[0]?.verb).toBe('channel');
    expect(readAsyncApi({ openapi: '3.1.0' })).toBeNull();
  });
});
