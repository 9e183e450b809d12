import { describe, expect, it } from 'vitest';
import { matchLines, spliceLines } from './splice-lines';

describe('lines', () => {
  it('are matched by the longest common subsequence', () => {
    expect(matchLines(['a', 'b', 'c', 'd'], ['a', 'x', 'c', 'b', 'd'])).toEqual([0, -1, 2, 4]);
  });

  it('that a change does not concern stay as they were written', () => {
    expect(spliceLines('A: 1\nb:   2\nc: 3', 'A: 1\nb: 2\nc: 3', 'A: 1\nb: 2\nc: 4')).toBe('A: 1\nb:   2\nc: 4');
  });

  it('beside a change stay too when only their spaces differ', () => {
    expect(spliceLines('a:   1\nb: 2\nc:   3', 'a: 1\nb: 2\nc: 3', 'a: 1\nb: 5\nc: 3')).toBe('a:   1\nb: 5\nc:   3');
  });

  it('that are written otherwise are replaced where the change concerns them', () => {
    expect(spliceLines('a: 1\nb:   2\nc: 3', 'a: 1\nb: 2\nc: 3', 'a: 1\nb: 5\nc: 3')).toBe('a: 1\nb: 5\nc: 3');
  });
});
