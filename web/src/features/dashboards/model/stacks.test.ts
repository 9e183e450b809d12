import { describe, expect, it } from 'vitest';
import { stacksOf } from './stacks';

const texts = { none: 'No value', other: 'Other' };

describe('bars of parts', () => {
  it('stand by size, their parts by choice, what has no value last', () => {
    const counts = { ga: { down: 1, up: 3, '': 2 }, alpha: { up: 7 } };
    expect(stacksOf(counts, texts, ['up', 'down'])).toEqual({
      stacks: [
        { name: 'alpha', parts: [7, 0, 0] },
        { name: 'ga', parts: [3, 1, 2] },
      ],
      parts: ['up', 'down', 'No value'],
    });
  });

  it('are at most twelve of at most six parts, the others together', () => {
    const bar = Object.fromEntries(Array.from({ length: 9 }, (_, part) => [`p${part}`, part + 1]));
    const counts = Object.fromEntries(Array.from({ length: 20 }, (_, name) => [`b${name}`, bar]));
    const { stacks, parts } = stacksOf(counts, texts);
    expect([stacks.length, parts.length, stacks.at(-1)?.name, parts.at(-1)]).toEqual([12, 6, 'Other', 'Other']);
    const all = stacks.flatMap((stack) => stack.parts).reduce((sum, count) => sum + count, 0);
    expect(all).toBe(20 * 45);
  });
});
