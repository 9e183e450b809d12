import type { Blueprint, PropertySchema, TableColumn, TableFile, TableMapping } from '@/api/contract';
import { labelOf } from '@/features/blueprints/public';

export const META = ['identifier', 'title', 'icon', 'team'] as const;
/** The column becomes a property that the blueprint lacks. */
export const NEW = '+';
/** The column becomes a relation that the blueprint lacks. */
export const NEW_RELATION = '>';
export const NOWHERE = '';

/** The types a new property may have, and how they are written in a definition. */
export const TYPES = {
  text: { type: 'string' },
  number: { type: 'number' },
  boolean: { type: 'boolean' },
  date: { type: 'string', format: 'date-time' },
  url: { type: 'string', format: 'url' },
  email: { type: 'string', format: 'email' },
  list: { type: 'array', items: { type: 'string' } },
  object: { type: 'object' },
  markdown: { type: 'string', format: 'markdown' },
} as const satisfies Record<string, PropertySchema>;
export type NewType = keyof typeof TYPES;
export const TYPE_NAMES = Object.keys(TYPES) as NewType[];

/** Where a column goes: a place, NEW, NEW_RELATION or NOWHERE. `link` is what a new relation leads to. */
export interface Choice {
  column: string;
  place: string;
  by: 'identifier' | 'title';
  guessed: boolean;
  name: string;
  type: NewType;
  link: { target: string; many: boolean };
}

/** What the rows become: a blueprint that is there, or a new one. */
export interface Target {
  identifier: string;
  title: string;
  known: Blueprint | null;
}

export interface PlaceGroup {
  group: 'entity' | 'properties' | 'relations';
  items: { value: string; label: string }[];
}

/** The type of a definition, as the wizard offers it. */
export function typeOf(definition: Record<string, unknown> | undefined): NewType {
  const found = TYPE_NAMES.find(
    (name) =>
      definition?.type === TYPES[name].type &&
      (definition?.format ?? null) === ('format' in TYPES[name] ? TYPES[name].format : null),
  );
  return found ?? 'text';
}

/** Where the server guesses that a column goes; in a new blueprint every other column becomes a property. */
export function guessOf(column: TableColumn, fresh: boolean): Choice {
  const created = fresh && column.to === null && !column.groups && column.filled > 0 && !column.name.startsWith('$');
  return {
    column: column.name,
    place: column.to ?? (created ? NEW : NOWHERE),
    by: column.by,
    guessed: column.to !== null || created,
    name: column.property.name,
    type: typeOf(column.property.definition),
    link: { target: '', many: column.property.definition?.type === 'array' },
  };
}

/** What a column is probably about: the blueprint that is called as it is. */
export function targetFor(name: string, targets: readonly { identifier: string; title: string }[]): string {
  const plain = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
  const wanted = plain(name).replace(/ids?$/, '');
  const found = targets.find((each) =>
    [each.identifier, each.title].some((text) => plain(text) === wanted || `${plain(text)}s` === wanted),
  );
  return found?.identifier ?? '';
}

/** The choices that an earlier mapping made, for the columns that the file has too; the others are guessed. */
export function choicesAgain(file: TableFile, fresh: boolean, earlier: TableMapping | null): Choice[] {
  const made = new Map(earlier?.columns.map((each) => [each.column, each]));
  const taken = new Set(
    earlier?.columns.filter(({ column }) => file.columns.some(({ name }) => name === column)).map(({ to }) => to),
  );
  return file.columns.map((column) => {
    const guess = guessOf(column, fresh);
    const before = made.get(column.name);
    if (before) return { ...guess, place: before.to, by: before.by ?? 'identifier', guessed: false };
    if (earlier) return { ...guess, place: taken.has(guess.place) || guess.place === NEW ? NOWHERE : guess.place };
    return guess;
  });
}

/** The choices for a blueprint that is still to be made: what filled properties or relations makes new ones. */
export function choicesFresh(choices: readonly Choice[], before: Blueprint): Choice[] {
  return choices.map((choice) => {
    if (choice.place.startsWith('relations.')) {
      const relation = choice.place.slice('relations.'.length);
      const { target = '', many = false } = before.relations[relation] ?? {};
      return { ...choice, place: NEW_RELATION, name: relation, link: { target, many } };
    }
    const name = choice.place.startsWith('properties.') ? choice.place.slice('properties.'.length) : null;
    return name === null ? choice : { ...choice, place: NEW, name };
  });
}

/** The places of a blueprint that a column may go to. */
export function placesOf(known: Blueprint | null): PlaceGroup[] {
  const properties = Object.entries(known?.schema.properties ?? {});
  const relations = Object.entries(known?.relations ?? {});
  return [
    {
      group: 'properties' as const,
      items: properties.map(([name, part]) => ({ value: `properties.${name}`, label: labelOf(name, part) })),
    },
    {
      group: 'relations' as const,
      items: relations.map(([name, part]) => ({
        value: `relations.${name}`,
        label: labelOf(name, { title: part.title ?? '' }),
      })),
    },
  ].filter(({ items }) => items.length > 0);
}

/** The place that a choice fills, by the name the server knows it under; null when it fills none. */
export function filled(choice: Choice): string | null {
  if (choice.place === NOWHERE) return null;
  if (choice.place === NEW_RELATION) return `relations.${choice.name}`;
  return choice.place === NEW ? `properties.${choice.name}` : choice.place;
}

export type Flaw = 'twice' | 'name' | 'taken' | 'linked' | 'target';

function flawOfNew({ place, name, link }: Choice, known: Blueprint | null): Flaw | null {
  if (!/^[A-Za-z0-9@_=\\-]{1,100}$/.test(name)) return 'name';
  if (place === NEW) return known?.schema.properties[name] ? 'taken' : null;
  if (known?.relations[name]) return 'linked';
  return link.target === '' ? 'target' : null;
}

/** What is wrong about a choice, as the key of a sentence. */
export function flawOf(choice: Choice, all: readonly Choice[], known: Blueprint | null): Flaw | null {
  const place = filled(choice);
  if (place === null) return null;
  const flaw = choice.place === NEW || choice.place === NEW_RELATION ? flawOfNew(choice, known) : null;
  if (flaw !== null) return flaw;
  return all.some((other) => other !== choice && filled(other) === place) ? 'twice' : null;
}

/** Whether the rows get names: by a column of identifiers, or of titles they are made from. */
export function named(choices: readonly Choice[]): boolean {
  return choices.some(({ place }) => place === '$identifier' || place === '$title');
}

/** What the server is told. */
export function mappingOf(file: TableFile, target: Target, choices: readonly Choice[]): TableMapping {
  const columns = choices.flatMap((choice) => {
    const to = filled(choice);
    return to === null ? [] : [{ column: choice.column, to, by: choice.by }];
  });
  const created = choices.filter(({ place }) => place === NEW);
  const properties = Object.fromEntries(
    created.map((choice) => [choice.name, { title: titleOf(choice.column), ...TYPES[choice.type] }]),
  );
  const linked = choices.filter(({ place }) => place === NEW_RELATION);
  const relations = Object.fromEntries(
    linked.map(({ name, column, link }) => [name, { title: titleOf(column), ...link }]),
  );
  const create = {
    ...(target.known ? {} : { title: target.title.trim() || target.identifier }),
    properties,
    ...(linked.length > 0 ? { relations } : {}),
  };
  return {
    blueprint: target.identifier.trim(),
    columns,
    ...(!target.known || created.length + linked.length > 0 ? { create } : {}),
    format: file.format,
    encoding: file.encoding,
    ...(file.delimiter ? { delimiter: file.delimiter as NonNullable<TableMapping['delimiter']> } : {}),
  };
}

function titleOf(column: string): string {
  return column.slice(column.lastIndexOf('properties.') + (column.includes('properties.') ? 11 : 1)).slice(0, 100);
}
