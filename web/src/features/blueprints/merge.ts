import type { BlueprintInput } from '@/api/contract';
import { sameValue } from '@/lib/same-value';
import { readYaml, setYaml } from '@/lib/yaml-doc';
import { COMPUTED, type Edit, setRequired } from './builder/edits';

/** A part of a definition that two people may have changed: a whole property, a relation, a text. */
export interface Unit {
  key: string;
  path: string[];
  base: unknown;
  mine: unknown;
  theirs: unknown;
}

export interface Comparison {
  /** Changed by both, and not alike. */
  conflicts: Unit[];
  /** Changed by them alone, or alike: taken over. */
  theirs: Unit[];
  /** Changed by me alone: kept. */
  mine: Unit[];
}

const MAPS = ['relations', ...COMPUTED] as const;

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

type Held = { path: string[]; value: unknown };

function partsIn(path: string[], value: unknown): Held[] {
  return Object.entries(isMap(value) ? value : {}).map(([key, part]) => ({ path: [...path, key], value: part }));
}

function unitsOf(data: BlueprintInput): Map<string, Held> {
  const found = Object.entries(data).flatMap(([name, value]): Held[] => {
    if (MAPS.some((each) => each === name)) return partsIn([name], value);
    if (name !== 'schema' || !isMap(value)) return [{ path: [name], value }];
    const required = Array.isArray(value.required) ? value.required.map(String) : [];
    const marks = required.map((key) => ({ path: ['schema', 'required', key], value: true }));
    return [...partsIn(['schema', 'properties'], value.properties), ...marks];
  });
  return new Map(found.map((each) => [JSON.stringify(each.path), each]));
}

/** What two people changed since a base, part by part. The order of parts is nobody's conflict: mine stays. */
export function compare(base: BlueprintInput, mine: BlueprintInput, theirs: BlueprintInput): Comparison {
  const [old, ours, others] = [unitsOf(base), unitsOf(mine), unitsOf(theirs)];
  const found: Comparison = { conflicts: [], theirs: [], mine: [] };
  for (const key of new Set([...old.keys(), ...ours.keys(), ...others.keys()])) {
    const [a, b, c] = [old.get(key), ours.get(key), others.get(key)];
    const unit: Unit = {
      key,
      path: (a ?? b ?? c)?.path ?? [],
      base: a?.value,
      mine: b?.value,
      theirs: c?.value,
    };
    const [byMe, byThem] = [!sameValue(unit.base, unit.mine), !sameValue(unit.base, unit.theirs)];
    if (byMe && byThem && !sameValue(unit.mine, unit.theirs)) found.conflicts.push(unit);
    else if (byThem) found.theirs.push(unit);
    else if (byMe) found.mine.push(unit);
  }
  return found;
}

function take({ path, theirs }: Unit): Edit {
  const [section, list, name = ''] = path;
  if (section === 'schema' && list === 'required') return setRequired(name, theirs === true);
  return (source) => setYaml(source, path, theirs ?? undefined);
}

/** My text with these parts as they made them; its comments and order stay. */
export function takeOver(source: string, units: Unit[]): string {
  const text = units.reduce((now, unit) => take(unit)(now), source);
  return tidied(text);
}

/** A required name whose property one side removed would be refused. */
function tidied(source: string): string {
  const data = readYaml(source).data as BlueprintInput | null;
  const required = data?.schema?.required ?? [];
  const known = data?.schema?.properties ?? {};
  const lost = required.filter((name) => !(name in known));
  return lost.reduce((now, name) => setRequired(name, false)(now), source);
}
