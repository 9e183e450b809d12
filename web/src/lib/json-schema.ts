import { format, type OutputUnit, type Schema, Validator } from '@cfworker/json-schema';

/** A JSON Schema as far as the portal reads it. */
export interface JsonSchema {
  type?: string | string[];
  title?: string;
  description?: string;
  properties?: Record<string, JsonSchema>;
  items?: JsonSchema;
  additionalProperties?: JsonSchema | boolean;
  required?: string[];
  enum?: unknown[];
  [keyword: string]: unknown;
}

/** One way in which a document breaks its schema. */
export interface SchemaProblem {
  /** Where: the keys from the root to the value. */
  path: string[];
  keyword: string;
  /** What the keyword demands, such as the limit or the allowed values. */
  rule: unknown;
  /** The validator's own words, for keywords we have none for. */
  message: string;
}

const LINK = /^[a-z][a-z0-9+.-]*:\/\/[^\s/?#<>"]+(?:[/?#][^\s<>"]*)?$/i;
const RUN = /^(?:javascript|vbscript|data):/i;

/** As the server takes links: of any scheme that a browser opens and does not run, on any host. */
export function isLink(text: string): boolean {
  return LINK.test(text) && !RUN.test(text);
}

format.url = isLink;

/** Keywords that only say that something below them failed. */
const CONTAINERS = new Set([
  'properties',
  'items',
  'prefixItems',
  'allOf',
  'anyOf',
  'oneOf',
  '$ref',
  'if',
  'then',
  'else',
  'patternProperties',
]);

function segments(pointer: string): string[] {
  const parts = pointer
    .replace(/^#?\/?/, '')
    .split('/')
    .filter(Boolean);
  return parts.map((part) => decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~'));
}

function at(root: unknown, pointer: string): unknown {
  return segments(pointer).reduce<unknown>((node, key) => (node as Record<string, unknown> | undefined)?.[key], root);
}

function toProblem(schema: JsonSchema, unit: OutputUnit): SchemaProblem | null {
  const path = segments(unit.instanceLocation);
  const { keyword, error: message } = unit;
  if (keyword === 'required') {
    const missing = /"([^"]+)"/.exec(message)?.[1] ?? '';
    return { path: [...path, missing], keyword, rule: missing, message };
  }
  if (keyword === 'false') return { path, keyword: 'unknown', rule: path.at(-1), message };
  if (keyword === 'additionalProperties' || CONTAINERS.has(keyword)) return null;
  return { path, keyword, rule: at(schema, unit.keywordLocation), message };
}

/** Every problem of a document, found without evaluating code, so that a strict CSP holds. */
export function problemsOf(schema: JsonSchema, data: unknown): SchemaProblem[] {
  const { errors } = new Validator(schema as Schema, '2020-12', false).validate(data ?? {});
  return errors.map((unit) => toProblem(schema, unit)).filter((problem) => problem !== null);
}

/** Whether the document fits. */
export function fits(schema: JsonSchema, data: unknown): boolean {
  return new Validator(schema as Schema, '2020-12', true).validate(data).valid;
}

/** A copy without null members: to a form they are fields left empty. */
export function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([, each]) => each !== null);
  return Object.fromEntries(kept.map(([key, each]) => [key, withoutNulls(each)]));
}
