import { describe, expect, it } from 'vitest';
import { pathAt, schemaAt } from './schema-path';

describe('the path at a position', () => {
  it('follows indentation, also where the text does not parse yet', () => {
    const text = 'schema:\n  properties:\n    # a comment\n    tier:\n      ty';
    expect(pathAt(text, text.length)).toEqual(['schema', 'properties', 'tier']);
  });

  it('is empty at the left margin', () => {
    const text = 'schema:\n  properties: {}\ntit';
    expect(pathAt(text, text.length)).toEqual([]);
  });

  it('skips sibling blocks that are deeper', () => {
    const text = 'a:\n  b:\n    c: 1\n  d';
    expect(pathAt(text, text.length)).toEqual(['a']);
  });
});

describe('the schema at a path', () => {
  const schema = {
    properties: { relations: { additionalProperties: { properties: { target: { type: 'string' } } } } },
  };

  it('goes through free keys', () => {
    expect(schemaAt(schema, ['relations', 'system', 'target'])).toEqual({ type: 'string' });
  });

  it('is undefined where nothing is known', () => {
    expect(schemaAt(schema, ['nowhere', 'at'])).toBeUndefined();
  });
});
