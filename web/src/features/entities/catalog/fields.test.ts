import { describe, expect, it } from 'vitest';
import { blueprint } from '@/testing/samples';
import { moveBefore } from './columns-order';
import { canEdit } from './editing';
import { chosenFields, defaultColumns, fieldsOf, includeOf, NAME } from './fields';
import { canGroup, isFigure } from './grouping';

const labels = { name: 'Name', identifier: 'Identifier', team: 'Teams', created: 'Created', updated: 'Updated' };
const fields = fieldsOf(blueprint(), labels);

describe('the columns of a table', () => {
  it('begin with the name and leave out what does not read in a cell', () => {
    const shown = defaultColumns(fields);
    expect(shown[0]).toBe(NAME);
    expect(shown).toContain('health');
    expect(shown).toContain('rel.system');
    expect(shown).not.toContain('readme');
    expect(shown).not.toContain('limits');
  });

  it('follow the address, without what is unknown or doubled, and keep the name', () => {
    const chosen = chosenFields(fields, 'replicas,gone,replicas,rel.system').map((field) => field.id);
    expect(chosen).toEqual([NAME, 'replicas', 'rel.system']);
  });

  it('ask the server for what they show, relations by their own name', () => {
    expect(includeOf(chosenFields(fields, 'replicas,rel.system'))).toEqual([
      '$identifier',
      '$title',
      '$icon',
      'replicas',
      'system',
    ]);
  });

  it('sort by a relation to one, not to many', () => {
    expect(fields.find((field) => field.id === 'rel.system')?.sortable).toBe(true);
    expect(fields.find((field) => field.id === 'rel.depends_on')?.sortable).toBe(false);
  });
});

describe('computed properties', () => {
  it('are sorted, grouped and summed by their own type, as stored ones are', () => {
    const mirrored = blueprint({
      mirrorProperties: { tier: { path: 'system.tier' }, tags_of: { path: 'depends_on.tags' } },
      declared: { tier: { type: 'string', enum: ['gold', 'tin'] }, tags_of: { type: 'array' } },
    });
    const all = new Map(fieldsOf(mirrored, labels).map((field) => [field.id, field]));
    const told = (id: string) => {
      const field = all.get(id);
      return field && [field.kind, field.sortable, canGroup(field), isFigure(field), canEdit(field, true)];
    };
    expect(told('tier')).toEqual(['enum', true, true, false, false]);
    expect(told('tags_of')).toEqual(['list', false, false, false, false]);
    expect(told('score')).toEqual(['number', true, true, true, false]);
  });
});

describe('moving a column', () => {
  it('puts it where it was dropped, both ways', () => {
    expect(moveBefore(['a', 'b', 'c', 'd'], 'd', 'b')).toEqual(['a', 'd', 'b', 'c']);
    expect(moveBefore(['a', 'b', 'c', 'd'], 'b', 'd')).toEqual(['a', 'c', 'd', 'b']);
    expect(moveBefore(['a', 'b'], 'a', 'a')).toEqual(['a', 'b']);
  });
});
