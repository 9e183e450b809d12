import type { Blueprint, PropertySchema, TableColumn, TableFile, TableMapping } from '@/api/contract';
import { labelOf } from '@/features/blueprints/public';

export const META = ['identifier', 'title', 'icon', 'team'] as const;
/** The column becomes a property that the blueprint lacks. */
export const NEW = '+';
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

/** Where a column goes: a place, NEW or NOWHERE. */
export interface Choice {
  column: string;
  place: string;
  by: 'identifier' | 'title';
  guessed: boolean;
  name: string;
  type: NewType;
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
  };
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

/** The choices for a blueprint that is still to be made: what filled properties makes new ones. */
export function choicesFresh(choices: readonly Choice[]): Choice[] {
  return choices.map((choice) => {
    if (choice.place.startsWith('relations.')) return { ...choice, place: NOWHERE };
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
  return choice.place === NEW ? `properties.${choice.name}` : choice.place;
}

export type Flaw = 'twice' | 'name' | 'taken';

/** What is wrong about a choice, as the key of a sentence. */
export function flawOf(choice: Choice, all: readonly Choice[], known: Blueprint | null): Flaw | null {
  const place = filled(choice);
  if (place === null) return null;
  if (choice.place === NEW && !/^[A-Za-z0-9@_=\\-]{1,100}$/.test(choice.name)) return 'name';
  if (choice.place === NEW && known?.schema.properties[choice.name]) return 'taken';
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
  const create = target.known ? { properties } : { title: target.title.trim() || target.identifier, properties };
  return {
    blueprint: target.identifier.trim(),
    columns,
    ...(!target.known || created.length > 0 ? { create } : {}),
    format: file.format,
    encoding: file.encoding,
    ...(file.delimiter ? { delimiter: file.delimiter as NonNullable<TableMapping['delimiter']> } : {}),
  };
}

function titleOf(column: string): string {
  return column.slice(column.lastIndexOf('properties.') + (column.includes('properties.') ? 11 : 1)).slice(0, 100);
}
