import { expect, it } from 'vitest';
import { en } from '.';

function keysOf(node: object, path = ''): string[] {
  return Object.entries(node).flatMap(([key, value]) =>
    typeof value === 'string' ? [`${path}${key}`] : keysOf(value, `${path}${key}.`),
  );
}

it('says every plural in both forms', () => {
  const keys = new Set(keysOf(en));
  const lonely = [...keys].filter(
    (key) =>
      (key.endsWith('_one') && !keys.has(key.replace(/_one$/, '_other'))) ||
      (key.endsWith('_other') && !keys.has(key.replace(/_other$/, '_one'))),
  );
  expect(lonely).toEqual([]);
});

it('keeps to the tone of the house: no exclamation marks, no apologies', () => {
  const texts = JSON.stringify(en);
  expect(texts).not.toMatch(/!|oops|sorry|please/i);
});
