/** A blueprint as a path passes through it: where its relations lead, and which properties it has. */
export interface Place {
  relations: ReadonlyMap<string, string>;
  names: readonly string[];
}

const METAS = ['$title', '$identifier', '$team', '$createdAt', '$createdBy', '$updatedAt', '$updatedBy'];

/** How a mirror's path may go on after its last dot: a relation to follow, which ends with a dot, or what is shown. */
export function pathChoices(path: string, start: string, places: ReadonlyMap<string, Place>): string[] {
  const hops = path.split('.').slice(0, -1);
  const prefix = hops.map((hop) => `${hop}.`).join('');
  let place = places.get(start);
  for (const hop of hops) place = places.get(place?.relations.get(hop) ?? '');
  if (!place) return [];
  const relations = [...place.relations.keys()];
  const onward = relations.map((relation) => `${prefix}${relation}.`);
  // A path begins with a relation of the blueprint itself.
  if (hops.length === 0) return onward;
  return [...onward, ...[...place.names, ...METAS, ...relations].map((name) => `${prefix}${name}`)];
}
