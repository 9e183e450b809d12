import { describe, expect, it } from 'vitest';
import { isMap, isScalar, LineCounter, parseDocument, type YAMLMap } from 'yaml';
import { setYaml } from './yaml-doc';
import { insertKey, renameKey } from './yaml-keys';

const PASTED = `# of the data platform
identifier: database
title:   'Database'

schema:
    properties:
        engine: {type: string,  title: "Engine"} # flow style
        size:          # gigabytes
            type: number
            title: Size

        # who may read it
        access:
            type: array
            items: { type: string, enum: [ all,  none ] }
        about:
            type: string
            description: >-
              Folded text, which a printer
              would join into one line.
    required:
    -   engine   # always
    -   size
relations: {}
`;

const PIECES = [
  'KEY: {type: string,  title: "A"} # flow',
  'KEY:          # beside\n  type: number\n  title:   B',
  '# above\nKEY:\n  description: >-\n    Folded over\n    two lines.',
  "KEY:\n  - 'x'\n  -   y # listed\n\n  - {a:  1}",
  'KEY: |\n  kept\n    as it is\n',
  '\n\nKEY: "quoted"   # and said',
  'KEY: [ a,b,\n  c ]   # over two lines',
  '"KEY":   ~',
  'KEY: &KEY {a: 1}\n\n# after KEY',
];

/** The same documents at each run: a linear congruence in place of chance. */
function chance(seed: number): (most: number) => number {
  let state = seed;
  return (most) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * most);
  };
}

function documentOf(seed: number): string {
  const pick = chance(seed + 7);
  const keys = Array.from({ length: 3 + pick(5) }, (_, at) => {
    const piece = (PIECES[pick(PIECES.length)] ?? '').replaceAll('KEY', `k${at}`);
    return pick(3) === 0 ? `m${at}:\n${piece.replace(/^(?=.)/gm, '    ')}\n    last: 1` : piece;
  });
  return `${keys.join('\n')}\nend:   true\n`;
}

const DOCUMENTS = [PASTED, ...Array.from({ length: 60 }, (_, seed) => documentOf(seed))];

interface Place {
  path: string[];
  /** The lines of the pair, its comments above included, up to what comes next. */
  from: number;
  to: number;
  scalar: boolean;
  block: boolean;
  /** How many keys its map has, or its own value. */
  siblings: number;
  items: number;
}

const isPlain = (value: unknown) => isScalar(value) && !String(value.type).startsWith('BLOCK');

/** Every pair of the block maps of a text, and which lines are its own. */
function placesOf(source: string): Place[] {
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines });
  const rows = source.split('\n');
  const places: Place[] = [];
  const walk = (map: YAMLMap, path: string[], until: number) => {
    const starts = map.items.map(({ key }) => lines.linePos((key as { range: [number] }).range[0]).line - 1);
    for (const [at, { key, value }] of map.items.entries()) {
      let from = starts[at] ?? 0;
      const to = starts[at + 1] ?? until;
      const here = [...path, String(isScalar(key) ? key.value : key)];
      const block = isMap(value) && !value.flow;
      if (block) walk(value, here, to);
      while (from > 0 && /^\s*(#.*)?$/.test(rows[from - 1] ?? '')) from -= 1;
      const items = isMap(value) ? value.items.length : 0;
      places.push({ path: here, from, to, scalar: isPlain(value), block, siblings: map.items.length, items });
    }
  };
  if (isMap(document.contents)) walk(document.contents, [], rows.length);
  return places;
}

/** What stands around a place, before and after an edit. */
function outside(source: string, text: string, { from, to }: Place): [string[], string[]] {
  const [old, now] = [source.split('\n'), text.split('\n')];
  const rest = old.length - to;
  return [
    [...old.slice(0, from), '…', ...old.slice(to)],
    [...now.slice(0, from), '…', ...now.slice(now.length - rest)],
  ];
}

function isWithin(lines: string[], all: string[]): boolean {
  let at = 0;
  for (const line of all) if (line === lines[at]) at += 1;
  return at === lines.length;
}

describe('lines that an edit does not concern stay as they are', () => {
  const all = DOCUMENTS.flatMap((source) => placesOf(source).map((place) => ({ source, place })));

  it('when a value changes', () => {
    for (const { source, place } of all.filter(({ place: { block } }) => !block)) {
      const [before, after] = outside(source, setYaml(source, place.path, 'other'), place);
      expect(after).toEqual(before);
    }
  });

  it('when a value changes on its line, to the character', () => {
    for (const { source, place } of all.filter(({ place: { scalar } }) => scalar)) {
      const text = setYaml(source, place.path, 'other');
      const [old, now] = [source.split('\n'), text.split('\n')];
      const differ = now.filter((line, at) => line !== old[at]);
      expect([now.length, differ.length, /['"]?other['"]?/.test(differ[0] ?? '')]).toEqual([old.length, 1, true]);
    }
  });

  it('when a key goes', () => {
    for (const { source, place } of all.filter(({ place: { siblings } }) => siblings > 1)) {
      const text = setYaml(source, place.path, undefined);
      const [old, now] = [source.split('\n'), text.split('\n')];
      const kept = [...old.slice(0, place.from), ...old.slice(place.to)].filter((line) => line.trim() !== '');
      expect([source, place.path, isWithin(kept, now)]).toEqual([source, place.path, true]);
    }
  });

  it('when a key comes last', () => {
    for (const { source, place } of all.filter(({ place: { block } }) => block)) {
      const text = insertKey(source, place.path, place.items, 'new', { type: 'string' });
      expect([source, place.path, isWithin(source.split('\n'), text.split('\n'))]).toEqual([source, place.path, true]);
    }
  });

  it('when a key gets another name', () => {
    for (const { source, place } of all) {
      const text = renameKey(source, place.path.slice(0, -1), place.path.at(-1) ?? '', 'renamed');
      const [before, after] = outside(source, text, place);
      expect(after).toEqual(before);
    }
  });

  it('in what a reviewer pasted', () => {
    const titled = setYaml(PASTED, ['schema', 'properties', 'engine', 'title'], 'Motor');
    expect(titled).toBe(PASTED.replace('"Engine"', '"Motor"'));
    const added = insertKey(PASTED, ['schema', 'properties'], 4, 'zone', { type: 'string' });
    const folded = '              would join into one line.\n';
    expect(added).toBe(PASTED.replace(folded, `${folded}        zone:\n            type: string\n`));
  });
});
