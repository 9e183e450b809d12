import { describe, expect, it } from 'vitest';
import type { TableColumn, TableFile } from '@/api/contract';
import { blueprint } from '@/testing/samples';
import { choicesAgain, choicesFresh, flawOf, guessOf, mappingOf, NEW, NEW_RELATION, named, targetFor } from './model';
import { recognise, sourceOf } from './recognise';
import { packed } from './tar';

const column = (name: string, part: Partial<TableColumn> = {}): TableColumn => ({
  name,
  samples: ['x'],
  filled: 1,
  to: null,
  by: 'identifier',
  property: { name: name.toLowerCase(), definition: { type: 'number', title: name } },
  groups: false,
  ...part,
});
const FILE: TableFile = {
  format: 'csv',
  encoding: 'utf-8',
  delimiter: ';',
  rows: 2,
  columns: [column('Name', { to: '$title' }), column('Cpu'), column('$createdAt')],
  problems: [],
  blueprint: { identifier: 'rows', title: 'Rows', exists: false },
};
const TARGET = { identifier: 'rows', title: 'Rows', known: null };

describe('a mapping', () => {
  it('makes a property of every column that goes nowhere in a new blueprint, but of what exports add', () => {
    const choices = FILE.columns.map((each) => guessOf(each, true));
    expect(choices.map(({ place }) => place)).toEqual(['$title', NEW, '']);
    expect(mappingOf(FILE, TARGET, choices)).toEqual({
      blueprint: 'rows',
      columns: [
        { column: 'Name', to: '$title', by: 'identifier' },
        { column: 'Cpu', to: 'properties.cpu', by: 'identifier' },
      ],
      create: { title: 'Rows', properties: { cpu: { title: 'Cpu', type: 'number' } } },
      format: 'csv',
      encoding: 'utf-8',
      delimiter: ';',
    });
  });

  it('keeps what an earlier import chose, and gives no place twice', () => {
    const earlier = { blueprint: 'rows', columns: [{ column: 'Cpu', to: '$title' }] };
    const choices = choicesAgain(FILE, false, earlier);
    expect(choices.map(({ place }) => place)).toEqual(['', '$title', '']);
    expect(named(choices)).toBe(true);
  });

  it('makes new properties and relations of filled ones when the blueprint is to be new', () => {
    const [title, cpu] = FILE.columns.map((each) => guessOf(each, false));
    if (!title || !cpu) throw new Error('two columns');
    const fresh = choicesFresh(
      [title, { ...cpu, place: 'properties.cores' }, { ...cpu, place: 'relations.depends_on' }],
      blueprint(),
    );
    expect(fresh.map(({ place, name }) => [place, name])).toEqual([
      ['$title', 'name'],
      [NEW, 'cores'],
      [NEW_RELATION, 'depends_on'],
    ]);
    expect(fresh[2]?.link).toEqual({ target: 'service', many: true });
  });

  it('makes a relation that the blueprint lacks', () => {
    const [title, cpu] = FILE.columns.map((each) => guessOf(each, false));
    if (!title || !cpu) throw new Error('two columns');
    const relation = { ...cpu, place: NEW_RELATION, by: 'title' as const, link: { target: 'machine', many: true } };
    const mapping = mappingOf(FILE, { ...TARGET, known: blueprint() }, [title, relation]);
    expect(mapping.columns[1]).toEqual({ column: 'Cpu', to: 'relations.cpu', by: 'title' });
    expect(mapping.create).toEqual({
      properties: {},
      relations: { cpu: { title: 'Cpu', target: 'machine', many: true } },
    });
    expect(flawOf(relation, [title, relation], blueprint())).toBeNull();
    expect(flawOf({ ...relation, name: 'system' }, [title], blueprint())).toBe('linked');
    expect(flawOf({ ...relation, link: { target: '', many: false } }, [title], null)).toBe('target');
  });

  it('leads a column to the blueprint that it is called after', () => {
    const targets = [blueprint(), blueprint({ identifier: 'data_base', title: 'Database' })];
    expect(targetFor('Services', targets)).toBe('service');
    expect(targetFor('database_id', targets)).toBe('data_base');
    expect(targetFor('Colour', targets)).toBe('');
  });

  it('names what is wrong', () => {
    const [title, cpu] = FILE.columns.map((each) => guessOf(each, true));
    if (!title || !cpu) throw new Error('two columns');
    const twice = { ...cpu, place: '$title' };
    expect(flawOf(twice, [title, twice], null)).toBe('twice');
    expect(flawOf({ ...cpu, name: 'two words' }, [title], null)).toBe('name');
    expect(flawOf(cpu, [title, cpu], null)).toBeNull();
  });
});

describe('files', () => {
  it('are recognised by name, YAML by what it says', async () => {
    const file = (name: string, text = '') => new File([text], name);
    expect(await recognise([file('a.csv')])).toBe('table');
    expect(await recognise([file('a.tar.gz')])).toBe('backstage');
    expect(await recognise([file('a.csv'), file('b.csv')])).toBe('backstage');
    expect(await recognise([file('a.yaml', '- name: x\n')])).toBe('table');
    expect(await recognise([file('a.yaml', 'apiVersion: backstage.io/v1alpha1\nkind: Component\n')])).toBe('backstage');
    expect(sourceOf([file('my/odd name.csv')])).toBe('my-odd name.csv');
  });

  it('are packed as a tar with long paths whole and nothing foreign', async () => {
    const long = `${'folder/'.repeat(20)}catalog-info.yaml`;
    const made = await packed([new File(['a: 1\n'], long), new File(['x'], 'photo.png')], 'x');
    const text = await made.text();
    expect(made.size % 512).toBe(0);
    expect(made.size).toBe(512 * 6);
    expect(text).toContain(long);
    expect(text).not.toContain('photo.png');
  });
});
