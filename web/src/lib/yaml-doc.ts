import { isMap, isScalar, isSeq, type Node, parseDocument, type Scalar, stringify, type YAMLSeq } from 'yaml';
import { sameValue } from './same-value';
import { indexOf, mapAt, mutateYaml, type Path, type YamlDocument } from './yaml-mutate';

/** Aliases are refused beyond this, so that a small document cannot grow without end. */
const MAX_ALIASES = 100;
const STYLE = { lineWidth: 0, flowCollectionPadding: false } as const;

export interface ParsedYaml {
  /** The value, or null while the text does not parse. */
  data: Record<string, unknown> | null;
  errors: string[];
}

/** Reads a YAML document that must be a map. */
export function readYaml(source: string): ParsedYaml {
  const document = parseDocument(source);
  const errors = document.errors.map((error) => error.message.split('\n')[0] ?? error.message);
  if (errors.length > 0) return { data: null, errors };
  try {
    const data: unknown = document.toJS({ maxAliasCount: MAX_ALIASES });
    if (data === null) return { data: {}, errors };
    if (isRecord(data)) return { data, errors };
    return { data: null, errors: ['map'] };
  } catch (error) {
    return { data: null, errors: [error instanceof Error ? error.message : String(error)] };
  }
}

/** A value as a fresh document. */
export function writeYaml(value: unknown): string {
  return stringify(value, STYLE);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The list with these values: nodes whose values stay are kept, with their comments and quotes. */
function relist(document: YamlDocument, seq: YAMLSeq, next: unknown[]): void {
  const left = [...seq.items] as Node[];
  seq.items = next.map((value, at) => {
    const same = left.findIndex((node) => sameValue(node?.toJS(document), value));
    if (same >= 0) return left.splice(same, 1)[0];
    const old = seq.items[at];
    if (isScalar(old) && left.includes(old) && !isNested(value) && !next.some((each) => each === old.value)) {
      left.splice(left.indexOf(old), 1);
      old.value = value;
      return old;
    }
    return document.createNode(value);
  });
}

function isNested(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

/** The node for a new value in the place of an old one, which is kept as far as it goes. */
function renewed(document: YamlDocument, old: unknown, next: unknown): unknown {
  if (isSeq(old) && Array.isArray(next)) relist(document, old, next);
  else if (isScalar(old) && !isNested(next)) (old as Scalar).value = next;
  else return document.createNode(next);
  return old;
}

function assign(document: YamlDocument, path: Path, value: unknown): void {
  const [key, above] = [path.at(-1) ?? '', path.slice(0, -1)];
  const map = mapAt(document, above);
  const at = indexOf(map, key);
  const pair = map.items[at];
  if (value === undefined) {
    if (at >= 0) map.items.splice(at, 1);
  } else if (pair === undefined) {
    if (map.items.length === 0) map.flow = false;
    map.items.push(document.createPair(key, value));
  } else if (isMap(pair.value) && isRecord(value)) {
    const old: Record<string, unknown> = pair.value.toJS(document);
    for (const each of new Set([...Object.keys(old), ...Object.keys(value)])) {
      if (!sameValue(old[each], value[each])) assign(document, [...path, each], value[each]);
    }
  } else pair.value = renewed(document, pair.value, value);
}

/** The text with one value set, or removed where it is undefined. */
export function setYaml(source: string, path: Path, value: unknown): string {
  return mutateYaml(source, (document) => assign(document, path, value));
}

/** The text with new values in it: comments, order and style of what did not change survive. */
export function editYaml(source: string, after: Record<string, unknown>): string {
  const { data } = readYaml(source);
  if (data === null) return source;
  if (Object.keys(data).length === 0 && source.trim() === '') return writeYaml(after);
  return mutateYaml(source, (document) => {
    for (const key of new Set([...Object.keys(data), ...Object.keys(after)])) {
      if (!sameValue(data[key], after[key])) assign(document, [key], after[key]);
    }
  });
}
