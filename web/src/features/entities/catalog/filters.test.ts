import { describe, expect, it } from 'vitest';
import { blueprint } from '@/testing/samples';
import { type Filter, isFilter } from './clauses';
import { fieldsOf } from './fields';
import { isComplete, operatorsOf, toQuery, toRule } from './filters';

const fields = fieldsOf(blueprint(), {
  name: 'Name',
  identifier: 'Identifier',
  team: 'Teams',
  created: 'Created',
  updated: 'Updated',
});
const field = (id: string) => {
  const found = fields.find((each) => each.id === id);
  if (!found) throw new Error(id);
  return found;
};
const rule = (on: string, op: Filter['op'], ...v: string[]) => toRule({ on, op, v }, field(on));

describe('a filter in the rule language', () => {
  it('compares choices by membership', () => {
    expect(rule('health', 'any', 'Down', 'Healthy')).toEqual({
      property: 'health',
      operator: 'in',
      value: ['Down', 'Healthy'],
    });
    expect(rule('health', 'none', 'Down')).toEqual({ property: 'health', operator: 'notIn', value: ['Down'] });
  });

  it('sends numbers as numbers and yes as true', () => {
    expect(rule('replicas', 'gte', '2')).toEqual({ property: 'replicas', operator: '>=', value: 2 });
    expect(rule('pci', 'any', 'true')).toEqual({ property: 'pci', operator: '=', value: true });
  });

  it('spells a range of numbers as two comparisons, which the server has no word for', () => {
    expect(rule('replicas', 'between', '2', '5')).toEqual({
      combinator: 'and',
      rules: [
        { property: 'replicas', operator: '>=', value: 2 },
        { property: 'replicas', operator: '<=', value: 5 },
      ],
    });
  });

  it('includes the whole last day of a range of dates', () => {
    const { value } = rule('expires', 'between', '2026-03-01', '2026-03-02') as { value: { from: string; to: string } };
    expect(new Date(value.to).getTime() - new Date(value.from).getTime()).toBe(2 * 86_400_000 - 1);
  });

  it('names a relation as a relation', () => {
    expect(rule('rel.system', 'any', 'shop')).toEqual({ relation: 'system', operator: 'in', value: ['shop'] });
    expect(rule('rel.system', 'empty')).toEqual({ relation: 'system', operator: 'isEmpty' });
  });

  it('asks for the teams of whoever asks', () => {
    const value = { context: 'userTeams', property: '$identifier' };
    expect(rule('$team', 'mine')).toEqual({ property: '$team', operator: 'containsAny', value });
  });

  it('has a comparison for every kind of field', () => {
    for (const each of fields) expect(operatorsOf(each).length, each.id).toBeGreaterThan(0);
  });
});

describe('the query of a table', () => {
  it('leaves out what is not finished and what is not known', () => {
    const filters: Filter[] = [
      { on: 'health', op: 'any', v: [] },
      { on: 'gone', op: 'empty', v: [] },
    ];
    expect(toQuery('', filters, fields)).toBeUndefined();
  });

  it('searches name and identifier beside the filters', () => {
    const query = toQuery('pay', [{ on: 'health', op: 'any', v: ['Down'] }], fields);
    expect(query?.combinator).toBe('and');
    expect(query?.rules).toHaveLength(2);
    expect(query?.rules[1]).toMatchObject({
      combinator: 'or',
      rules: [{ property: '$title' }, { property: '$identifier' }],
    });
  });

  it('takes no filter from an address that is not one', () => {
    expect(isFilter({ on: 'health', op: 'drop table', v: [] })).toBe(false);
    expect(isFilter({ on: 'health', op: 'any', v: [1] })).toBe(false);
    expect(isFilter(null)).toBe(false);
    expect(isFilter({ on: 'health', op: 'any', v: ['x'] })).toBe(true);
  });

  it('knows when a range is finished', () => {
    expect(isComplete({ on: 'replicas', op: 'between', v: ['1', ''] })).toBe(false);
    expect(isComplete({ on: 'replicas', op: 'between', v: ['1', '2'] })).toBe(true);
    expect(isComplete({ on: 'replicas', op: 'empty', v: [] })).toBe(true);
  });
});
