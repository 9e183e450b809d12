import type { Blueprint, PropertySchema } from '@/api/contract';
import { humanize } from '@/lib/format';

/** A property or relation in words: its title, or its identifier read as words. */
export function labelOf(identifier: string, part: { title?: string } | undefined): string {
  return part?.title || humanize(identifier);
}

/** Blueprints that come with the organisation, such as _user. */
export function isSystemBlueprint(identifier: string): boolean {
  return identifier.startsWith('_');
}

export type ComputedKind = 'mirror' | 'calculation' | 'aggregation';
/** A property as it is shown; a computed one with all that its definition says. */
export type ShownProperty = PropertySchema & { computed?: ComputedKind };

const SECTIONS = {
  mirror: 'mirrorProperties',
  calculation: 'calculationProperties',
  aggregation: 'aggregationProperties',
} as const;
const KINDS = ['mirror', 'calculation', 'aggregation'] as const;

/** Every property an entity of the blueprint can show: stored first, then computed. */
export function orderedProperties(blueprint: Blueprint): [string, ShownProperty][] {
  const computed = KINDS.flatMap((kind) =>
    Object.entries(blueprint[SECTIONS[kind]]).map(([name, given]): [string, ShownProperty] => {
      const type = kind === 'aggregation' ? 'number' : 'string';
      return [name, { type, ...blueprint.declared?.[name], ...given, computed: kind }];
    }),
  );
  return [...Object.entries(blueprint.schema.properties), ...computed];
}

export function hasComputed(blueprint: Blueprint): boolean {
  return KINDS.some((kind) => Object.keys(blueprint[SECTIONS[kind]]).length > 0);
}

/** The blueprints whose entities the computed properties are read from, apart from their own. */
function sourcesOf(blueprint: Blueprint, known: ReadonlyMap<string, Blueprint>): Set<string> {
  const found = new Set(Object.values(blueprint.aggregationProperties).map(({ target }) => target));
  for (const { path } of Object.values(blueprint.mirrorProperties)) {
    let place: Blueprint | undefined = blueprint;
    for (const hop of path.split('.').slice(0, -1)) {
      const target: string | undefined = place?.relations[hop]?.target;
      if (target === undefined) break;
      found.add(target);
      place = known.get(target);
    }
  }
  return found;
}

/** The blueprints with computed properties that may show something else once entities of these changed. */
export function readersOf(changed: ReadonlySet<string>, blueprints: readonly Blueprint[]): Set<string> {
  const known = new Map(blueprints.map((each) => [each.identifier, each]));
  const computing = blueprints.filter(hasComputed);
  const readers = new Set(computing.map(({ identifier }) => identifier).filter((each) => changed.has(each)));
  // What is computed is read in turn: until nobody is added.
  for (let before = -1; before !== readers.size; ) {
    before = readers.size;
    for (const each of computing) {
      const sources = sourcesOf(each, known);
      if ([...sources].some((source) => changed.has(source) || readers.has(source))) readers.add(each.identifier);
    }
  }
  return readers;
}
