import { type Document, isMap, isNode, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import type { Seam } from './splice-lines';

/** What may stand on a line before what begins there. */
const BEGINS = /^[\s\-?]*$/;

interface Read {
  document: Document.Parsed;
  text: string;
  lines: LineCounter;
}

function read(text: string): Read {
  const lines = new LineCounter();
  return { document: parseDocument(text, { lineCounter: lines }), text, lines };
}

/** The line on which a node begins, if nothing else does. */
function lineOf({ text, lines }: Read, node: unknown): number | null {
  const at = isNode(node) ? node.range?.[0] : undefined;
  if (at === undefined) return null;
  const { line, col } = lines.linePos(at);
  return BEGINS.test(text.slice(at - col + 1, at)) ? line - 1 : null;
}

/** What begins a line of its own in a block: the keys of a map, the items of a list, in their order. */
function beginnings(node: unknown): [start: unknown, inside: unknown][] {
  if ((!isMap(node) && !isSeq(node)) || node.flow) return [];
  if (isSeq(node)) return node.items.map((item) => [item, item]);
  return node.items.map((pair) => [pair.key, pair.value]);
}

function walk(a: Read, b: Read, nodes: [Node | null, Node | null], seams: Seam[]): void {
  const [ours, theirs] = nodes.map(beginnings);
  if (!ours || !theirs || ours.length !== theirs.length) return;
  for (const [at, [start, inside]] of ours.entries()) {
    const [other, within] = theirs[at] ?? [];
    const [line, place] = [lineOf(a, start), lineOf(b, other)];
    const [last, least] = seams.at(-1) ?? [-1, -1];
    if (line !== null && place !== null && line > last && place > least) seams.push([line, place]);
    walk(a, b, [inside as Node | null, within as Node | null], seams);
  }
}

/** Where two texts with one tree can be cut: before each key and each item that begins a line in both. */
export function seamsOf(printed: string, source: string): Seam[] {
  const [a, b] = [read(printed), read(source)];
  const seams: Seam[] = [];
  walk(a, b, [a.document.contents, b.document.contents], seams);
  return seams;
}
