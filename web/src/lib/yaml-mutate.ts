import { type Document, isAlias, isMap, isScalar, parseDocument, type Scalar, visit, type YAMLMap } from 'yaml';
import { sameValue } from './same-value';
import { spliceLines } from './splice-lines';
import { seamsOf } from './yaml-seams';
import { replaceValues } from './yaml-values';

const MAX_ALIASES = 100;

export type YamlDocument = Document.Parsed;
export type Path = readonly string[];

/** How the text is written, as far as a printer can be told: so that it changes little. */
function styleOf(source: string) {
  const indent = /^[\w"'$.-][^\n]*:[^\S\n]*\n(?:[^\S\n]*(?:#[^\n]*)?\n)*( +)[^\s#-]/m.exec(source)?.[1]?.length ?? 2;
  const flat = /^( *)[^\s#-][^\n]*:[^\S\n]*\n\1- /m.test(source);
  const padded = /[{[] \S/.test(source);
  return { lineWidth: 0, flowCollectionPadding: padded, indent, indentSeq: !flat } as const;
}

/** Copies what aliases stand for, for a change that would leave one without its anchor. */
function withoutAliases(document: YamlDocument): void {
  visit(document, { Alias: (_, node) => document.createNode(node.resolve(document)?.toJS(document)) as Scalar });
}

function changed(source: string, change: (document: YamlDocument) => void): YamlDocument {
  const document = parseDocument(source);
  try {
    change(document);
    document.toString();
    return document;
  } catch {
    const loose = parseDocument(source);
    withoutAliases(loose);
    change(loose);
    return loose;
  }
}

/** What a text says, or undefined where it cannot be read. */
function read(source: string): { says: unknown } | undefined {
  const document = parseDocument(source);
  if (document.errors.length > 0) return undefined;
  try {
    return { says: document.toJS({ maxAliasCount: MAX_ALIASES }) };
  } catch {
    return undefined;
  }
}

/**
 * The text after a change of its syntax tree. Lines that the change does not concern stay as they are, to the letter:
 * values are replaced where they stand; what comes, goes or moves is printed, and of the print only that is taken.
 */
export function mutateYaml(source: string, change: (document: YamlDocument) => void): string {
  const document = parseDocument(source);
  if (document.errors.length > 0) return source;
  const style = styleOf(source);
  const next = changed(source, change);
  const after = next.toString(style);
  const meant = read(after);
  const right = (text: string | null): text is string => {
    const found = text === null ? undefined : read(text);
    return found !== undefined && meant !== undefined && sameValue(found.says, meant.says);
  };
  const values = replaceValues(source, next);
  if (right(values)) return values;
  const before = document.toString(style);
  if (before === source) return after;
  const spliced = spliceLines(source, before, after, seamsOf(before, source));
  return right(spliced) ? spliced : after;
}

/** The position of a key in a map, or -1. A key such as 404 counts by its text. */
export function indexOf(map: YAMLMap, key: string): number {
  return map.items.findIndex((pair) => String(isScalar(pair.key) ? pair.key.value : pair.key) === key);
}

/** The map at a path, made where there is none. An alias on the way becomes a copy of its own. */
export function mapAt(document: YamlDocument, path: Path): YAMLMap {
  if (!isMap(document.contents)) document.contents = document.createNode({}) as unknown as typeof document.contents;
  let map = document.contents as unknown as YAMLMap;
  for (const key of path) {
    const at = indexOf(map, key);
    let next = at < 0 ? undefined : map.items[at]?.value;
    if (isAlias(next)) next = document.createNode(next.resolve(document)?.toJS(document));
    if (!isMap(next)) next = document.createNode({}) as YAMLMap;
    if (at < 0) {
      if (map.items.length === 0) map.flow = false;
      map.items.push(document.createPair(key, next));
    } else (map.items[at] as { value: unknown }).value = next;
    map = next as YAMLMap;
  }
  return map;
}
