import { describe, expect, it } from 'vitest';
import { problemsOf } from '@/lib/json-schema';
import { readYaml, writeYaml } from '@/lib/yaml-doc';
import { blueprint } from '@/testing/samples';
import { blueprintSchema } from './blueprint-schema';
import { BLANK, copyOf, toDocument } from './document';

describe('the document of a blueprint', () => {
  it('has no stamps and no empty sections, and fits the schema', () => {
    const { data } = readYaml(writeYaml(toDocument(blueprint())));
    expect(data).not.toHaveProperty('createdAt');
    expect(data).not.toHaveProperty('mirrorProperties');
    expect(problemsOf(blueprintSchema([]), data)).toEqual([]);
  });

  it('begins with an example that is valid', () => {
    expect(problemsOf(blueprintSchema([]), readYaml(BLANK).data)).toEqual([]);
  });

  it('is copied under a free name', () => {
    expect(copyOf(blueprint(), new Set(['service_copy']))).toMatchObject({
      identifier: 'service_copy_2',
      title: 'Service copy',
      schema: blueprint().schema,
    });
  });

  it('names a wrong type and a wrong format', () => {
    const data = {
      identifier: 'a',
      schema: { properties: { x: { type: 'text' }, y: { type: 'string', format: 'phone' } } },
    };
    const found = problemsOf(blueprintSchema([]), data).map(({ path }) => path.join('.'));
    expect(found).toEqual(expect.arrayContaining(['schema.properties.x.type', 'schema.properties.y.format']));
  });
});
