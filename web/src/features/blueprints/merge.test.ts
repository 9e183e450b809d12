import { describe, expect, it } from 'vitest';
import { readYaml } from '@/lib/yaml-doc';
import { compare, takeOver } from './merge';

const BASE = `identifier: service
title: Service # as people say it
schema:
  properties:
    tier: {type: string}
    notes: {type: string}
    old: {type: string}
  required: [tier, old]
relations:
  system: {target: system}
`;
const of = (text: string) => readYaml(text).data as never;
const names = (units: { path: string[] }[]) => units.map(({ path }) => path.join('.'));

describe('two changes of one blueprint', () => {
  const mine = BASE.replace('tier: {type: string}', 'tier: {type: string, title: Mine}').replace(
    'title: Service',
    'title: My service',
  );
  const theirs = BASE.replace('tier: {type: string}', 'tier: {type: string, title: Theirs}')
    .replace('    old: {type: string}\n', '')
    .replace('[tier, old]', '[tier, notes]')
    .replace('system}', 'system, many: true}');

  it('are told apart part by part', () => {
    const found = compare(of(BASE), of(mine), of(theirs));
    expect(names(found.conflicts)).toEqual(['schema.properties.tier']);
    expect(names(found.mine)).toEqual(['title']);
    expect(names(found.theirs)).toEqual([
      'schema.properties.old',
      'schema.required.old',
      'relations.system',
      'schema.required.notes',
    ]);
  });

  it('are joined into one text that keeps my comments', () => {
    const found = compare(of(BASE), of(mine), of(theirs));
    const kept = takeOver(mine, found.theirs);
    expect(kept).toContain('title: My service # as people say it');
    expect(of(kept)).toEqual({
      identifier: 'service',
      title: 'My service',
      schema: {
        properties: { tier: { type: 'string', title: 'Mine' }, notes: { type: 'string' } },
        required: ['tier', 'notes'],
      },
      relations: { system: { target: 'system', many: true } },
    });
    const given = takeOver(mine, [...found.theirs, ...found.conflicts]);
    expect(of(given)).toMatchObject({ schema: { properties: { tier: { title: 'Theirs' } } } });
  });

  it('agree where both did the same', () => {
    const found = compare(of(BASE), of(mine), of(mine));
    expect(found.conflicts).toEqual([]);
  });

  it('leave no required name without its property', () => {
    const removed = BASE.replace('    tier: {type: string}\n', '').replace('[tier, old]', '[old]');
    const required = BASE.replace('[tier, old]', '[tier, old, notes]');
    const found = compare(of(BASE), of(removed), of(required));
    expect(of(takeOver(removed, [...found.theirs, ...found.conflicts]))).toMatchObject({
      schema: { required: ['old', 'notes'] },
    });
  });
});
