import { readYaml } from '@/lib/yaml-doc';

export type Json = Record<string, unknown>;

/** Of a document's text, at most; a larger one would hold the page up while it is read. */
export const MOST_CHARACTERS = 2_000_000;

export type Reading = { document: Json; problem?: undefined } | { document?: undefined; problem: string };

export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export const text = (value: unknown): string => (typeof value === 'string' ? value : '');
export const json = (value: unknown): Json => (isJson(value) ? value : {});
export const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** A document as an object: from an object, JSON or YAML. */
export function readDocument(value: unknown): Reading {
  if (isJson(value)) return { document: value };
  const source = text(value);
  if (source.length > MOST_CHARACTERS) return { problem: 'large' };
  if (source.trimStart().startsWith('{')) {
    try {
      return { document: json(JSON.parse(source)) };
    } catch (error) {
      return { problem: error instanceof Error ? error.message : String(error) };
    }
  }
  const { data, errors } = readYaml(source);
  return data ? { document: data } : { problem: errors[0] ?? 'map' };
}

const MOST_HOPS = 20;

/** What a node says, its references within the document followed; one that leads nowhere or in a circle stays. */
export function resolve(document: Json, node: unknown): Json {
  let here = json(node);
  for (let hop = 0; hop < MOST_HOPS && typeof here.$ref === 'string'; hop++) {
    const next = at(document, here.$ref);
    if (next === undefined || next === here) return here;
    here = json(next);
  }
  return here;
}

/** The last part of a reference: what people call the schema. */
export function nameOfRef(node: unknown): string {
  return text(json(node).$ref).split('/').at(-1) ?? '';
}

function at(document: Json, ref: string): unknown {
  if (!ref.startsWith('#/')) return undefined;
  return ref
    .slice(2)
    .split('/')
    .map((part) => safeDecoded(part).replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>((node, part) => {
      if (Array.isArray(node)) return node[Number(part)];
      return isJson(node) && Object.hasOwn(node, part) ? node[part] : undefined;
    }, document);
}

function safeDecoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
