import { describe, expect, it } from 'vitest';
import { formatDuration, formatRelative, formatTick, humanize } from './format';

describe('a moment as people say it', () => {
  const now = new Date('2026-11-22T10:00:00Z');

  it.each([
    ['2026-11-22T09:59:40Z', 'now'],
    ['2026-11-22T09:57:00Z', '3m ago'],
    ['2026-11-22T08:00:00Z', '2h ago'],
    ['2026-11-21T09:00:00Z', 'yesterday'],
    ['2026-11-12T09:00:00Z', '10d ago'],
    ['2026-11-22T12:30:00Z', 'in 2h'],
  ])('%s is "%s"', (moment, words) => {
    expect(formatRelative(moment, now)).toBe(words);
  });

  it('is the date after thirty days', () => {
    expect(formatRelative('2026-09-01T12:00:00Z', now)).toContain('2026');
  });
});

it.each([
  [320, '320 ms'],
  [4200, '4.2 s'],
  [64_000, '1m 04s'],
  [59_999, '60 s'],
])('%i ms last %s', (milliseconds, words) => {
  expect(formatDuration(milliseconds)).toBe(words);
});

it.each([
  ['on_call', 'On call'],
  ['dependsOn', 'Depends on'],
  ['$updatedAt', 'Updated at'],
  ['api', 'Api'],
])('%s reads "%s"', (identifier, words) => {
  expect(humanize(identifier)).toBe(words);
});

it.each([
  [1, /10:00/],
  [30, /Nov.*22|22.*Nov/],
  [365, /Nov 2026/],
])('a tick on an axis of %i days reads like %s', (days, words) => {
  expect(formatTick(new Date(2026, 10, 22, 10).getTime(), days * 86_400_000)).toMatch(words);
});
