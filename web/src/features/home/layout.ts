import type { HomeLayout } from '@/api/contract';

export type Column = 'main' | 'side';
export const COLUMNS: readonly Column[] = ['main', 'side'];

/** Which cards stand where, and which are hidden. */
export type Arrangement<Id extends string = string> = Record<Column | 'hidden', Id[]>;

/** These cards as a person or role has them; those that are not named stand last in the column they belong to. */
export function arrange<Id extends string>(
  cards: readonly { id: Id; column: Column }[],
  kept: HomeLayout | null | undefined,
) {
  const known = new Set<string>(cards.map((card) => card.id));
  const placed = new Set<string>();
  const take = (ids: readonly string[] = []) =>
    ids.filter((id): id is Id => {
      if (!known.has(id) || placed.has(id)) return false;
      placed.add(id);
      return true;
    });
  const found: Arrangement<Id> = { hidden: take(kept?.hidden), main: take(kept?.main), side: take(kept?.side) };
  for (const { id, column } of cards) if (!placed.has(id)) found[column].push(id);
  return found;
}

/** Puts a card into a column, before what stands at `index` there now. */
export function place<Id extends string>(from: Arrangement<Id>, id: Id, column: Column, index: number) {
  const without = remove(from, id);
  const before = from[column].slice(0, index).filter((each) => each !== id).length;
  return { ...without, [column]: [...without[column].slice(0, before), id, ...without[column].slice(before)] };
}

/** Moves a card one place up or down in its column. */
export function shift<Id extends string>(from: Arrangement<Id>, id: Id, by: -1 | 1): Arrangement<Id> {
  const column = columnOf(from, id);
  if (!column) return from;
  const index = from[column].indexOf(id) + by;
  if (index < 0 || index >= from[column].length) return from;
  return place(from, id, column, by < 0 ? index : index + 1);
}

/** Moves a card to the top of the other column. */
export function across<Id extends string>(from: Arrangement<Id>, id: Id): Arrangement<Id> {
  return place(from, id, columnOf(from, id) === 'main' ? 'side' : 'main', 0);
}

export function hide<Id extends string>(from: Arrangement<Id>, id: Id): Arrangement<Id> {
  const without = remove(from, id);
  return { ...without, hidden: [...without.hidden, id] };
}

function columnOf<Id extends string>(from: Arrangement<Id>, id: Id): Column | undefined {
  return COLUMNS.find((column) => from[column].includes(id));
}

function remove<Id extends string>({ main, side, hidden }: Arrangement<Id>, id: Id): Arrangement<Id> {
  const others = (ids: Id[]) => ids.filter((each) => each !== id);
  return { main: others(main), side: others(side), hidden: others(hidden) };
}

/** The list with what stands at `from` moved to `to`; the same list, when there is no such place. */
export function reordered<Item>(items: Item[], from: number, to: number): Item[] {
  const moved = items[from];
  if (moved === undefined || items[to] === undefined || from === to) return items;
  const others = items.filter((_, at) => at !== from);
  return [...others.slice(0, to), moved, ...others.slice(to)];
}
