import { describe, expect, it } from 'vitest';
import { jsonFault } from './json-text';

const parses = (text: string) => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

describe('the place where a text stops being JSON', () => {
  it('is none exactly where the browser reads it', () => {
    const texts = ['{}', '[]', ' [1, -2.5e+3, "a\\u00e4\\n", null] ', '{"a": {"b": [true, false]}}', '"x"', '0'];
    const broken = [
      '',
      '{',
      '{a: 1}',
      "{'a': 1}",
      '{"a": 1,}',
      '[1 2]',
      '01',
      '1.',
      '"a',
      '"\n"',
      'nul',
      '{} {}',
      '[,]',
    ];
    for (const text of [...texts, ...broken]) expect([text, jsonFault(text) === null]).toEqual([text, parses(text)]);
  });

  it('is told by line and column', () => {
    expect(jsonFault('{\n  "cpu": 2,\n  "memory": 4Gi\n}')).toMatchObject({ line: 3, column: 13 });
    expect(jsonFault('{"a": 1,}')).toMatchObject({ at: 8, line: 1, column: 9 });
  });
});
