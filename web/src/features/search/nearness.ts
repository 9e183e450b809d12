const MARKS = ' -/_.:@';

/** How near names come to a text, as the server ranks them; null when a word of it is in none of them. */
export function nearness(text: string, ...names: (string | null | undefined)[]): number | null {
  const sought = text.toLowerCase();
  const held = names.flatMap((name) => (name ? [name.toLowerCase()] : []));
  const whole = held.join(' ');
  if (sought.split(/\s+/).some((word) => !whole.includes(word))) return null;
  if (held.includes(sought)) return 0;
  if (held.some((name) => name.startsWith(sought))) return 1;
  return [...MARKS].some((mark) => whole.includes(mark + sought)) ? 2 : 3;
}

/** What has a rank, the nearest first and equals as they were. */
export function byRank<Item>(items: readonly Item[], rankOf: (item: Item) => number | null): Item[] {
  return items
    .map((item) => ({ item, rank: rankOf(item) }))
    .filter((each): each is { item: Item; rank: number } => each.rank !== null)
    .sort((one, other) => one.rank - other.rank)
    .map(({ item }) => item);
}
