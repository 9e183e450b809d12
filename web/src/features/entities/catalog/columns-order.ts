/** Moves an item of the list in front of another. */
export function moveBefore(ids: string[], id: string, before: string): string[] {
  if (id === before) return ids;
  const rest = ids.filter((each) => each !== id);
  const from = ids.indexOf(id);
  const to = ids.indexOf(before);
  rest.splice(from < to ? rest.indexOf(before) + 1 : rest.indexOf(before), 0, id);
  return rest;
}

export const MAX_PINS = 5;

/** Holds a column in place behind those that are held already, or lets it go in front of the others. */
export function togglePin(ids: string[], pins: number, id: string): { cols: string; pins: number } {
  const held = ids.indexOf(id) <= pins;
  const rest = ids.filter((each) => each !== id);
  rest.splice(held ? pins : pins + 1, 0, id);
  return { cols: rest.join(','), pins: held ? pins - 1 : pins + 1 };
}
