import { describe, expect, it } from 'vitest';
import { lineDiff } from './line-diff';

const shown = (before: string[], after: string[]) =>
  lineDiff(before.join('\n'), after.join('\n')).map(({ mark, text }) => mark + text);

describe('a diff of lines', () => {
  it('keeps what both have and marks the rest', () => {
    expect(shown(['a', 'b', 'c'], ['a', 'x', 'c', 'd'])).toEqual([' a', '-b', '+x', ' c', '+d']);
  });

  it('leaves out what is far from any change', () => {
    const lines = Array.from({ length: 20 }, (_, index) => `line ${index}`);
    const changed = lines.with(10, 'other');
    expect(shown(lines, changed)).toEqual([
      ' ⋯',
      ' line 8',
      ' line 9',
      '-line 10',
      '+other',
      ' line 11',
      ' line 12',
      ' ⋯',
    ]);
  });

  it('undoes into either side, whatever the texts', () => {
    let seed = 7;
    const random = (most: number) => {
      seed = (seed * 16807) % 2147483647;
      return seed % most;
    };
    for (let round = 0; round < 50; round++) {
      const text = () => Array.from({ length: random(6) + 1 }, () => 'abc'[random(3)]).join('\n');
      const [before, after] = [text(), text()];
      const lines = lineDiff(before, after);
      if (lines.some(({ text: each }) => each === '⋯')) continue;
      expect(
        lines
          .filter(({ mark }) => mark !== '+')
          .map((line) => line.text)
          .join('\n'),
      ).toBe(before);
      expect(
        lines
          .filter(({ mark }) => mark !== '-')
          .map((line) => line.text)
          .join('\n'),
      ).toBe(after);
    }
  });

  it('does not hang on texts of many lines', () => {
    const many = (word: string) => Array.from({ length: 5000 }, (_, index) => `${word} ${index}`).join('\n');
    expect(lineDiff(many('old'), many('new'))).toHaveLength(10_000);
  });
});
