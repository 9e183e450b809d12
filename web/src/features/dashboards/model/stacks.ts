import { largest, type Stack } from '@/ui/chart/options';

/** How many entities have each pair of values: the second under the first. "" stands for none. */
export type Counts = Record<string, Record<string, number>>;

interface Texts {
  none: string;
  other: string;
}

const MOST_STACKS = 12;
const MOST_PARTS = 6;

const total = (parts: Record<string, number>) => Object.values(parts).reduce((sum, count) => sum + count, 0);

/** The largest bars and parts, the rest of either together; parts stand in the order of their choices, if they have one. */
export function stacksOf(counts: Counts, { none, other }: Texts, choices: string[] = []) {
  const sums: Record<string, number> = {};
  for (const parts of Object.values(counts)) {
    for (const [part, count] of Object.entries(parts)) sums[part] = (sums[part] ?? 0) + count;
  }
  const kept = keep(sums, MOST_PARTS).sort((a, b) => placeOf(a, choices) - placeOf(b, choices));
  const bars = keep(
    Object.fromEntries(Object.entries(counts).map(([name, parts]) => [name, total(parts)])),
    MOST_STACKS,
  );
  const hasRest = kept.length < Object.keys(sums).length;
  const partsOf = (parts: Record<string, number>) => {
    const own = kept.map((part) => parts[part] ?? 0);
    return hasRest ? [...own, total(parts) - own.reduce((sum, count) => sum + count, 0)] : own;
  };
  const stacks: Stack[] = bars.map((name) => ({ name: name || none, parts: partsOf(counts[name] ?? {}) }));
  const rest = Object.entries(counts).filter(([name]) => !bars.includes(name));
  if (rest.length > 0) {
    const each = rest.map(([, parts]) => partsOf(parts));
    stacks.push({
      name: other,
      parts: (each[0] ?? []).map((_, place) => each.reduce((sum, all) => sum + (all[place] ?? 0), 0)),
    });
  }
  return { stacks, parts: [...kept.map((part) => part || none), ...(hasRest ? [other] : [])] };
}

/** The names of the largest, so many of them that the rest takes the last place. */
function keep(sums: Record<string, number>, most: number): string[] {
  const slices = Object.entries(sums).map(([name, value]) => ({ name, value }));
  const found = largest(slices, most, '\u0000');
  return found.map(({ name }) => name).filter((name) => name !== '\u0000');
}

/** What is no choice comes after the choices, what has no value last. */
function placeOf(part: string, choices: string[]): number {
  if (part === '') return choices.length + 1;
  const place = choices.indexOf(part);
  return place < 0 ? choices.length : place;
}
