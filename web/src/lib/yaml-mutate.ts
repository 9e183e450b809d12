import { type Document, isAlias, isMap, isScalar, parseDocument, type Scalar, visit, type YAMLMap } from 'yaml';
import { sameValue } from './same-value';
import { spliceLines } from './splice-lines';

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

function printed(source: string, change: (document: YamlDocument) => void): string {
  const style = styleOf(source);
  const document = parseDocument(source);
  try {
    change(document);
    return document.toString(style);
  } catch {
    const loose = parseDocument(source);
    withoutAliases(loose);
    change(loose);
    return loose.toString(style);
  }
}

function read(source: string): unknown {
  return parseDocument(source).toJS({ maxAliasCount: MAX_ALIASES });
}

/**
 * The text after a change of its syntax tree. Lines that the change does not concern stay as they are, to the letter:
 * what the printer would write differently is left alone wherever that gives the same values.
 */
export function mutateYaml(source: string, change: (document: YamlDocument) => void): string {
  const document = parseDocument(source);
  if (document.errors.length > 0) return source;
  const before = document.toString(styleOf(source));
  const after = printed(source, change);
  if (before === source) return after;
  const spliced = spliceLines(source, before, after);
  const check = parseDocument(spliced);
  const right = check.errors.length === 0 && sameValue(check.toJS({ maxAliasCount: MAX_ALIASES }), read(after));
  return right ? spliced : after;
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
