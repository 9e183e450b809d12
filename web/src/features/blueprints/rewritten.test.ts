import { describe, expect, it } from 'vitest';
import type { Blueprint } from '@/api/contract';
import { readYaml } from '@/lib/yaml-doc';
import { blueprint } from '@/testing/samples';
import { copyOf } from './document';
import { rewritten } from './rewritten';

const TEXT = `# where ships lie
title: Berth
identifier: berth
schema:
  properties:
    zone: {type: string} # north or south
    # in metres
    depth:
      type: number
relations:
  next: {target: berth}
`;

const STORED = {
  identifier: 'berth',
  title: 'Berth',
  schema: { properties: { zone: { type: 'string' }, depth: { type: 'number' } }, required: [] as string[] },
  relations: { next: { target: 'berth', required: false, many: false } },
};

describe('the text of a definition', () => {
  it('is left to the letter where it says the definition, and silent where it was silent', () => {
    expect(rewritten(TEXT, STORED)).toBe(TEXT);
  });

  it('keeps comments of what is still there when a program changed the rest', () => {
    const after = {
      ...STORED,
      title: 'Mooring',
      schema: { properties: { zone: { type: 'string' }, crane: { type: 'boolean' } }, required: ['zone'] },
    };
    const text = rewritten(TEXT, after);
    expect(text).toContain('# where ships lie\ntitle: Mooring\n');
    expect(text).toContain('zone: {type: string} # north or south');
    expect(text).not.toContain('depth');
    expect(readYaml(text).data?.schema).toEqual(after.schema);
  });

  it('follows another order, with the comments', () => {
    const { zone, depth } = STORED.schema.properties;
    const text = rewritten(TEXT, { ...STORED, schema: { ...STORED.schema, properties: { depth, zone } } });
    expect(JSON.stringify(readYaml(text).data?.schema)).toMatch(/depth.*zone/);
    expect(text).toMatch(/# in metres\n\s+depth:/);
  });

  it('says what is false where the text says something else', () => {
    const many = TEXT.replace('{target: berth}', '{target: berth, many: true}');
    expect(readYaml(rewritten(many, STORED)).data?.relations).toEqual({ next: { target: 'berth', many: false } });
  });

  it('is that of the original in a copy, but for the name', () => {
    const original = { ...blueprint(), ...STORED, icon: null, calculationProperties: {}, ownership: undefined };
    const copy = rewritten(TEXT, copyOf(original as unknown as Blueprint, new Set()));
    expect(copy).toBe(
      TEXT.replace('title: Berth', 'title: Berth copy').replace('identifier: berth', 'identifier: berth_copy'),
    );
  });

  it('is written anew where there is none, or none that can be read', () => {
    expect(readYaml(rewritten(null, STORED)).data).toEqual(STORED);
    expect(readYaml(rewritten('a: [', STORED)).data).toEqual(STORED);
  });
});
