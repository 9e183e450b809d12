import { isNode, isScalar, type Node, type Pair, Scalar, visit, type YAMLMap } from 'yaml';
import { indexOf, mapAt, mutateYaml, type Path } from './yaml-mutate';

type Key = Node | null;

/** The parser gives a comment above the first key to the map; its last paragraph is about that key. */
function ownComments(map: YAMLMap): void {
  const key = map.items[0]?.key as Key;
  if (!map.commentBefore || !isNode(key) || key.commentBefore) return;
  const paragraphs = map.commentBefore.split('\n\n');
  key.commentBefore = paragraphs.pop();
  map.commentBefore = paragraphs.join('\n\n') || null;
  if (map.commentBefore) key.spaceBefore = true;
}

/** An anchor stands once in a document. */
function withoutAnchors(node: Node): Node {
  visit(node, {
    Value: (_, each) => {
      delete each.anchor;
    },
  });
  return node;
}

function named(pair: Pair, name: string): Pair {
  if (isScalar(pair.key)) pair.key.value = name;
  else pair.key = new Scalar(name);
  return pair;
}

/** The text with a key at another place among its siblings; comments go along. */
export function moveKey(source: string, path: Path, key: string, to: number): string {
  return mutateYaml(source, (document) => {
    const map = mapAt(document, path);
    const from = indexOf(map, key);
    if (from < 0) return;
    ownComments(map);
    const [pair] = map.items.splice(from, 1);
    if (pair) map.items.splice(to, 0, pair);
  });
}

/** The text with a key under another name, at the same place and with the same value. */
export function renameKey(source: string, path: Path, key: string, name: string): string {
  return mutateYaml(source, (document) => {
    const map = mapAt(document, path);
    const pair = map.items[indexOf(map, key)];
    if (pair) named(pair, name);
  });
}

/** The text with a copy of a key and its value behind it. */
export function copyKey(source: string, path: Path, key: string, name: string): string {
  return mutateYaml(source, (document) => {
    const map = mapAt(document, path);
    const at = indexOf(map, key);
    const pair = map.items[at];
    if (!pair) return;
    const copy = document.createPair(name, isNode(pair.value) ? pair.value.toJS(document) : pair.value);
    if (isNode(pair.value)) copy.value = withoutAnchors(pair.value.clone() as Node);
    map.items.splice(at + 1, 0, copy);
  });
}

/** The text with a new key at a place among its siblings. */
export function insertKey(source: string, path: Path, at: number, key: string, value: unknown): string {
  return mutateYaml(source, (document) => {
    const map = mapAt(document, path);
    if (map.items.length === 0) map.flow = false;
    map.items.splice(at, 0, document.createPair(key, value));
  });
}
