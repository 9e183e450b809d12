import { describe, expect, it } from 'vitest';
import { problemsOf, withoutNulls } from './json-schema';

const schema = {
  type: 'object',
  required: ['identifier'],
  additionalProperties: false,
  properties: {
    identifier: { type: 'string', maxLength: 5 },
    properties: { type: 'object', properties: { tier: { type: 'number', maximum: 3 }, 'a/b': { enum: ['x'] } } },
  },
};

describe('problems of a document', () => {
  it('finds none in one that fits', () => {
    expect(problemsOf(schema, { identifier: 'a', properties: { tier: 2 } })).toEqual([]);
  });

  it('names the missing key', () => {
    expect(problemsOf(schema, {})).toMatchObject([{ keyword: 'required', path: ['identifier'] }]);
  });

  it('names a nested value, its rule, and nothing twice', () => {
    const found = problemsOf(schema, { identifier: 'a', properties: { tier: 9 } });
    expect(found).toMatchObject([{ path: ['properties', 'tier'], keyword: 'maximum', rule: 3 }]);
  });

  it('names an unknown key', () => {
    expect(problemsOf(schema, { identifier: 'a', extra: 1 })).toMatchObject([{ keyword: 'unknown', path: ['extra'] }]);
  });

  it('reads keys that hold a slash', () => {
    const found = problemsOf(schema, { identifier: 'a', properties: { 'a/b': 'y' } });
    expect(found).toMatchObject([{ path: ['properties', 'a/b'], rule: ['x'] }]);
  });
});

it('takes nulls out, also below', () => {
  expect(withoutNulls({ a: null, b: { c: null, d: [1, { e: null }] } })).toEqual({ b: { d: [1, {}] } });
});
