/** The chart's series but red and grey: colour says only what kind a card is. */
const SERIES = ['--c1', '--c4', '--c2', '--c3'];
const OTHER = '--c6';

/** A colour for each kind, the most frequent first; what is beyond the fourth shares one. */
export function paint(kinds: Iterable<string>): Map<string, string> {
  const counts = new Map<string, number>();
  for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const ordered = [...counts].sort(([one, a], [other, b]) => b - a || one.localeCompare(other));
  return new Map(ordered.map(([kind], index) => [kind, SERIES[index] ?? OTHER]));
}
