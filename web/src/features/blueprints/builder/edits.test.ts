import { describe, expect, it } from 'vitest';
import { readYaml } from '@/lib/yaml-doc';
import {
  addPart,
  copyPart,
  freeName,
  identifierOf,
  namesIn,
  partsOf,
  removePart,
  renamePart,
  setField,
  setRequired,
  setTitle,
} from './edits';
import { KINDS, kindOf, retyped, startOf } from './kinds';

const SOURCE = `identifier: service
schema:
  properties:
    tier: # asked by risk
      type: string
    notes: {type: string}
  required: [tier]
relations:
  system:
    target: system
mirrorProperties:
  zone:
    path: system.zone
ownership: {type: Inherited, path: system}
`;
const dataOf = (source: string) => readYaml(source).data as never;

describe('edits of a blueprint', () => {
  it('take a removed property from the required ones too', () => {
    expect(dataOf(removePart('properties', 'tier')(SOURCE))).toMatchObject({
      schema: { properties: { notes: { type: 'string' } }, required: [] },
    });
  });

  it('rename a property where it is required, and keep its comment', () => {
    const text = renamePart('properties', 'tier', 'level')(SOURCE);
    expect(text).toMatch(/level:\s+# asked by risk/);
    expect(text).toContain('required: [level]');
  });

  it('rename a relation in mirrors and in ownership', () => {
    const text = renamePart('relations', 'system', 'platform')(SOURCE);
    expect(dataOf(text)).toMatchObject({
      relations: { platform: { target: 'system' } },
      mirrorProperties: { zone: { path: 'platform.zone' } },
      ownership: { path: 'platform' },
    });
  });

  it('add at the end, copy behind and clear a field with an empty text', () => {
    const added = addPart('properties', 'url', { type: 'string', format: 'url' })(SOURCE);
    expect(partsOf(dataOf(added), 'properties').map(([name]) => name)).toEqual(['tier', 'notes', 'url']);
    const copied = copyPart('properties', 'tier', 'tier_2', 'Tier 2')(added);
    expect(partsOf(dataOf(copied), 'properties').map(([name]) => name)).toEqual(['tier', 'tier_2', 'notes', 'url']);
    const cleared = setField('properties', 'tier_2', 'title', '')(copied);
    expect(partsOf(dataOf(cleared), 'properties')[1]).toEqual(['tier_2', { type: 'string' }]);
  });

  it('mark as required and back', () => {
    expect(setRequired('notes', true)(SOURCE)).toContain('required: [tier, notes]');
    expect(setRequired('tier', false)(SOURCE)).toContain('required: []');
  });

  it('find free names among stored and computed properties', () => {
    expect(freeName('zone', namesIn(dataOf(SOURCE), 'properties'))).toBe('zone_2');
    expect(freeName('zone', namesIn(dataOf(SOURCE), 'relations'))).toBe('zone');
    expect(identifierOf('  Größe (m²)! ')).toBe('grosse_m2');
  });
});

describe('the kinds of properties', () => {
  it('are found again from what they write', () => {
    for (const kind of KINDS) expect(kindOf(startOf(kind, 'X'))?.id).toBe(kind.id);
  });

  it('leave behind what only the old kind had', () => {
    const number = KINDS.find(({ id }) => id === 'number');
    if (!number) throw new Error('no number');
    const schema = { type: 'string' as const, title: 'A', description: 'B', pattern: 'x', enum: ['x'], default: 'x' };
    expect(retyped(schema, number)).toEqual({ title: 'A', type: 'number', description: 'B' });
  });
});

describe('the title of a new blueprint', () => {
  const blank = 'identifier: my_blueprint # kept\ntitle: My blueprint\n';

  it('names it, letter by letter and after it was emptied', () => {
    const emptied = setTitle(blank, '', true);
    const named = setTitle(setTitle(emptied, 'D', true), 'Data base', true);
    expect(readYaml(named).data).toEqual({ identifier: 'data_base', title: 'Data base' });
    expect(named).toContain('# kept');
  });

  it('leaves an identifier that was chosen or is saved', () => {
    const chosen = blank.replace('my_blueprint', 'db');
    expect(setTitle(chosen, 'Database', true)).toContain('identifier: db');
    expect(setTitle(blank, 'Database', false)).toContain('identifier: my_blueprint');
  });
});
