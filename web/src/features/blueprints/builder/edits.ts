import type { BlueprintInput } from '@/api/contract';
import { readYaml, setYaml } from '@/lib/yaml-doc';
import { copyKey, insertKey, moveKey, renameKey } from '@/lib/yaml-keys';

export type Section =
  | 'properties'
  | 'relations'
  | 'mirrorProperties'
  | 'calculationProperties'
  | 'aggregationProperties';
export type Part = Record<string, unknown>;
export type Edit = (source: string) => string;
export const COMPUTED = ['mirrorProperties', 'calculationProperties', 'aggregationProperties'] as const;
export type ComputedSection = (typeof COMPUTED)[number];

export function pathOf(section: Section): string[] {
  return section === 'properties' ? ['schema', 'properties'] : [section];
}

function isPart(value: unknown): value is Part {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The parts of a section, in their order; what is no definition yet is left out. */
export function partsOf(data: BlueprintInput, section: Section): [string, Part][] {
  const held = pathOf(section).reduce<unknown>((node, key) => (isPart(node) ? node[key] : undefined), data);
  if (!isPart(held)) return [];
  return Object.entries(held).filter((entry): entry is [string, Part] => isPart(entry[1]));
}

export function requiredOf(data: BlueprintInput): string[] {
  const required: unknown = isPart(data.schema) ? data.schema.required : undefined;
  return Array.isArray(required) ? required.filter((name) => typeof name === 'string') : [];
}

/** Every name in use: properties, stored and computed, share one place; relations have their own. */
export function namesIn(data: BlueprintInput, section: Section): Set<string> {
  const sections: Section[] = section === 'relations' ? ['relations'] : ['properties', ...COMPUTED];
  return new Set(sections.flatMap((each) => partsOf(data, each).map(([name]) => name)));
}

/** A title as an identifier: "On call" as on_call. */
export function identifierOf(title: string): string {
  return title
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/ß/g, 'ss')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, 100);
}

/** Gives a blueprint a title; while it is new, the identifier follows as long as nobody chose another. */
export function setTitle(source: string, title: string, fresh: boolean): string {
  const { data } = readYaml(source);
  const titled = setYaml(source, ['title'], title);
  const follows = fresh && String(data?.identifier ?? '') === identifierOf(String(data?.title ?? ''));
  return follows ? setYaml(titled, ['identifier'], identifierOf(title)) : titled;
}

/** The name, or the first numbered one that is free. */
export function freeName(base: string, taken: ReadonlySet<string>): string {
  if (!taken.has(base)) return base;
  let number = 2;
  while (taken.has(`${base}_${number}`)) number += 1;
  return `${base}_${number}`;
}

/** Sets a field of a part; an empty text takes it away. */
export function setField(section: Section, name: string, field: string | string[], value: unknown): Edit {
  const fields = Array.isArray(field) ? field : [field];
  return (source) => setYaml(source, [...pathOf(section), name, ...fields], value === '' ? undefined : value);
}

/** Replaces a part as a whole. */
export function setPart(section: Section, name: string, part: Part): Edit {
  return (source) => setYaml(source, [...pathOf(section), name], part);
}

export function addPart(section: Section, name: string, part: Part, at?: number): Edit {
  return (source) => {
    const count = partsOf(readYaml(source).data ?? {}, section).length;
    return insertKey(source, pathOf(section), at ?? count, name, part);
  };
}

export function setRequired(name: string, on: boolean): Edit {
  return (source) => {
    const others = requiredOf(readYaml(source).data ?? {}).filter((each) => each !== name);
    return setYaml(source, ['schema', 'required'], on ? [...others, name] : others);
  };
}

/** Takes a part out, and its name from the required ones. */
export function removePart(section: Section, name: string): Edit {
  return (source) => {
    const text = setYaml(source, [...pathOf(section), name], undefined);
    const listed = section === 'properties' && requiredOf(readYaml(source).data ?? {}).includes(name);
    return listed ? setRequired(name, false)(text) : text;
  };
}

export function movePart(section: Section, name: string, to: number): Edit {
  return (source) => moveKey(source, pathOf(section), name, to);
}

/** A copy behind the part, under a free name and with a title that tells them apart. */
export function copyPart(section: Section, name: string, copy: string, title: string): Edit {
  return (source) => setField(section, copy, 'title', title)(copyKey(source, pathOf(section), name, copy));
}

const first = (path: unknown, old: string, name: string) =>
  typeof path === 'string' && path.split('.')[0] === old ? [name, ...path.split('.').slice(1)].join('.') : undefined;

/** Gives a part another name, in every place of the document that speaks of it. */
export function renamePart(section: Section, old: string, name: string): Edit {
  return (source) => {
    const data = (readYaml(source).data ?? {}) as BlueprintInput;
    let text = renameKey(source, pathOf(section), old, name);
    if (section === 'properties' && requiredOf(data).includes(old)) {
      const renamed = requiredOf(data).map((each) => (each === old ? name : each));
      text = setYaml(text, ['schema', 'required'], renamed);
    }
    if (section !== 'relations') return text;
    for (const [mirror, part] of partsOf(data, 'mirrorProperties')) {
      const path = first(part.path, old, name);
      if (path) text = setField('mirrorProperties', mirror, 'path', path)(text);
    }
    const owner = first((data.ownership as Part | undefined)?.path, old, name);
    return owner ? setYaml(text, ['ownership', 'path'], owner) : text;
  };
}
