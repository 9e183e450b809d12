import type { Blueprint, BlueprintInput } from '@/api/contract';

const STAMPS = new Set(['createdAt', 'createdBy', 'updatedAt', 'updatedBy', 'id']);

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || (typeof value === 'object' && Object.keys(value).length === 0);
}

/** A blueprint as a person writes it: without stamps and empty sections. */
export function toDocument(blueprint: Blueprint): Record<string, unknown> {
  const kept = Object.entries(blueprint).filter(([key, value]) => !STAMPS.has(key) && !isEmpty(value));
  return { ...Object.fromEntries(kept), schema: blueprint.schema };
}

export function toInput(data: Record<string, unknown>): BlueprintInput {
  return data as unknown as BlueprintInput;
}

/** Where a new blueprint begins. */
export const BLANK = `identifier: my_blueprint
title: My blueprint

schema:
  properties: {}
  required: []

ownership:
  type: Direct
`;

/** The document of a copy: under another name, and everything else as it is. */
export function copyOf(blueprint: Blueprint, taken: ReadonlySet<string>): Record<string, unknown> {
  const base = `${blueprint.identifier.replace(/^_/, '')}_copy`;
  let identifier = base;
  for (let number = 2; taken.has(identifier); number += 1) identifier = `${base}_${number}`;
  return { ...toDocument(blueprint), identifier, title: `${blueprint.title || blueprint.identifier} copy` };
}
