import { type Document, isCollection, isPair, isScalar, parseDocument, type Scalar, stringify } from 'yaml';

interface Change {
  old: Scalar;
  next: Scalar;
  flow: boolean;
}

/** The scalars that differ between two trees of one shape, or null where their shapes differ. */
function differing(a: unknown, b: unknown, flow: boolean, found: Change[]): boolean {
  if (isPair(a) && isPair(b)) return differing(a.key, b.key, flow, found) && differing(a.value, b.value, flow, found);
  if (isScalar(a) && isScalar(b)) {
    if (a.value !== b.value) found.push({ old: a, next: b, flow });
    return a.comment === b.comment && a.commentBefore === b.commentBefore;
  }
  if (isCollection(a) && isCollection(b)) {
    const inFlow = flow || a.flow === true;
    return (
      a.constructor === b.constructor &&
      a.items.length === b.items.length &&
      a.items.every((item, at) => differing(item, b.items[at], inFlow, found))
    );
  }
  return String(a) === String(b);
}

/** A scalar as it is written in the place of another, or null where that takes several lines. */
function writtenAs({ old, next, flow }: Change): string | null {
  if (old.type === 'BLOCK_FOLDED' || old.type === 'BLOCK_LITERAL' || !old.range) return null;
  if (old.range[0] === old.range[1]) return null;
  const value =
    typeof next.value === 'string'
      ? Object.assign(parseDocument('x').createNode(next.value), { type: old.type })
      : next.value;
  const list = stringify([value], {
    lineWidth: 0,
    flowCollectionPadding: false,
    collectionStyle: flow ? 'flow' : 'block',
  }).trimEnd();
  const text = flow ? list.slice(1, -1) : list.slice(2);
  return text.includes('\n') ? null : text;
}

/** The source with other values at the places of old ones, if the change is nothing else; or null. */
export function replaceValues(source: string, changed: Document): string | null {
  const found: Change[] = [];
  if (!differing(parseDocument(source).contents, changed.contents, false, found)) return null;
  let text = source;
  for (const change of found.reverse()) {
    const [written, range] = [writtenAs(change), change.old.range];
    if (written === null || !range) return null;
    text = text.slice(0, range[0]) + written + text.slice(range[1]);
  }
  return text;
}
