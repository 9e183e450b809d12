import { describe, expect, it } from 'vitest';
import { readYaml, setYaml } from './yaml-doc';
import { copyKey, insertKey, moveKey, renameKey } from './yaml-keys';

/** Written as people write: odd spaces, quotes of both kinds, flow and block, comments everywhere. */
const SOURCE = `# the model of the harbour
identifier:   'berth'      # never changes
title: "Berth"

schema:
    properties:
        # how deep it is, in metres

        # asked by the pilots
        depth:
            type: number   # whole metres
            minimum:   0
        zone: { type: string, enum: [ north,south ], enumColors: { north: blue,   south: green } }

        # shown on the map
        crane:
            title: >-
                Has a
                crane
            type: boolean
            default: yes it does
    required: [ depth, zone ]
# the end
`;
const PROPERTIES = ['schema', 'properties'];
const names = (text: string) =>
  Object.keys(((readYaml(text).data?.schema as { properties: object }) ?? { properties: {} }).properties);
const lines = (text: string) => new Set(text.split('\n'));

/** The lines of the source that are not in the edited text. */
const lost = (text: string) => SOURCE.split('\n').filter((line) => !lines(text).has(line));
const won = (text: string) => text.split('\n').filter((line) => !lines(SOURCE).has(line));

describe('a document edited by its syntax tree', () => {
  it('changes one value and touches no other line', () => {
    const text = setYaml(SOURCE, [...PROPERTIES, 'depth', 'minimum'], 3);
    expect([lost(text), won(text)]).toEqual([['            minimum:   0'], ['            minimum:   3']]);
  });

  it('keeps quotes and the comment of a value', () => {
    const text = setYaml(SOURCE, ['identifier'], 'quay');
    expect(won(text)).toEqual(["identifier:   'quay'      # never changes"]);
    expect(lost(text)).toHaveLength(1);
  });

  it('adds to a flow list and keeps it one', () => {
    const text = setYaml(SOURCE, ['schema', 'required'], ['depth', 'zone', 'crane']);
    expect(won(text)).toEqual(['    required: [ depth, zone, crane ]']);
  });

  it('changes one colour of a flow map', () => {
    const text = setYaml(SOURCE, [...PROPERTIES, 'zone', 'enumColors'], { north: 'red', south: 'green' });
    expect(won(text)).toEqual([
      '        zone: { type: string, enum: [ north,south ], enumColors: { north: red,   south: green } }',
    ]);
  });

  it('adds a section where there is none', () => {
    const text = setYaml(SOURCE, ['relations', 'next', 'target'], 'berth');
    expect(lost(text)).toEqual([]);
    expect(readYaml(text).data?.relations).toEqual({ next: { target: 'berth' } });
    expect(won(text)).toEqual(['relations:', '    next:', '        target: berth']);
  });

  it('removes a key with its own comment and leaves the rest', () => {
    const text = setYaml(SOURCE, [...PROPERTIES, 'crane'], undefined);
    expect(won(text)).toEqual([]);
    expect(names(text)).toEqual(['depth', 'zone']);
    expect(text).toContain('# asked by the pilots');
    expect(text).toContain('# the end');
  });

  it('moves a key, and the comment that is about it moves along', () => {
    const text = moveKey(SOURCE, PROPERTIES, 'depth', 2);
    expect(names(text)).toEqual(['zone', 'crane', 'depth']);
    expect(text.indexOf('# asked by the pilots')).toBeGreaterThan(text.indexOf('# shown on the map'));
    expect(text.indexOf('# how deep it is')).toBeLessThan(text.indexOf('zone:'));
    expect(text).toContain("identifier:   'berth'      # never changes");
    expect(text).toContain('# whole metres');
  });

  it('moves there and back to the same values and comments', () => {
    const text = moveKey(moveKey(SOURCE, PROPERTIES, 'crane', 0), PROPERTIES, 'crane', 2);
    expect(readYaml(text).data).toEqual(readYaml(SOURCE).data);
    expect(text.match(/#/g)).toHaveLength(SOURCE.match(/#/g)?.length ?? 0);
  });

  it('renames a key at its place', () => {
    const text = renameKey(SOURCE, PROPERTIES, 'depth', 'draught');
    expect([lost(text), won(text)]).toEqual([['        depth:'], ['        draught:']]);
  });

  it('copies a key behind itself, in its own style', () => {
    const text = copyKey(SOURCE, PROPERTIES, 'zone', 'zone_2');
    expect(names(text)).toEqual(['depth', 'zone', 'zone_2', 'crane']);
    expect(won(text)).toHaveLength(1);
  });

  it('inserts a key at a place', () => {
    const text = insertKey(SOURCE, PROPERTIES, 1, 'berths', { type: 'number' });
    expect(names(text)).toEqual(['depth', 'berths', 'zone', 'crane']);
    expect(lost(text)).toEqual([]);
  });

  it('opens an empty flow map as a block', () => {
    expect(insertKey('schema:\n  properties: {}\n', PROPERTIES, 0, 'a', { type: 'string' })).toBe(
      'schema:\n  properties:\n    a:\n      type: string\n',
    );
  });

  it('gives a property that stands for another one a copy of its own', () => {
    const aliased = 'schema:\n  properties:\n    a: &a {type: string}\n    b: *a\n';
    const text = setYaml(aliased, [...PROPERTIES, 'b', 'title'], 'B');
    expect(readYaml(text).data).toEqual({
      schema: { properties: { a: { type: 'string' }, b: { type: 'string', title: 'B' } } },
    });
    const without = setYaml(aliased, [...PROPERTIES, 'a'], undefined);
    expect(readYaml(without).data).toEqual({ schema: { properties: { b: { type: 'string' } } } });
  });

  it('keeps lists at the margin where they were', () => {
    const text = setYaml('a:\n- x # why\n- y\nb: 1\n', ['a'], ['x', 'z', 'y']);
    expect(text).toBe('a:\n- x # why\n- z\n- y\nb: 1\n');
  });

  it('fills a section that was left empty', () => {
    expect(setYaml('relations:\ntitle: A\n', ['relations', 'next', 'target'], 'a')).toBe(
      'relations:\n  next:\n    target: a\ntitle: A\n',
    );
  });
});
