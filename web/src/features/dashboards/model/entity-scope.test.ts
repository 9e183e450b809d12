import { expect, it } from 'vitest';
import { blueprint } from '@/testing/samples';
import { datasetOf, narrowed, rulesOf, scopeRulesOf } from './dataset';
import { isScopeRule, scopeChoices, scopeOf, scopeRule, THIS } from './entity-scope';

const service = blueprint();
const scope = {
  url: {},
  filters: [],
  user: { email: 'a@b.example', name: 'A B' },
  entity: { blueprint: 'system', identifier: 'shop', title: 'Shop', properties: {} },
};

it('offers the relations that can name the entity first', () => {
  expect(scopeChoices('system', service)).toEqual(['to:system', 'related', 'upstream', 'downstream', 'all']);
  expect(scopeChoices('service', service)).toEqual([
    ...['to:depends_on', 'related', 'upstream', 'downstream', 'self', 'all'],
  ]);
});

it.each(['to:system', 'to:depends_on', 'related', 'upstream', 'downstream', 'self', 'all'])(
  'reads the choice %s from the rule that it makes',
  (choice) => {
    const rules = scopeRule(choice, service);
    expect(rules.every(isScopeRule)).toBe(true);
    expect(scopeOf(rules)).toBe(choice);
  },
);

it('is kept apart from the rules that a person writes', () => {
  const own = [{ property: 'health', operator: '=', value: 'Down' }];
  const widget = { id: 'w', type: 'bar-chart', dataset: datasetOf('service', own, scopeRule('to:system', service)) };
  expect(rulesOf(widget)).toEqual(own);
  expect(scopeRulesOf(widget)).toEqual([{ relation: 'system', operator: '=', value: THIS }]);
});

it('names the entity when a widget asks', () => {
  const widget = (choice: string) => ({
    ...{ id: 'w', type: 'bar-chart' },
    dataset: datasetOf('service', [], scopeRule(choice, service)),
  });
  const asked = (choice: string) => JSON.stringify(narrowed(widget(choice), scope, service));
  expect(asked('to:system')).toContain('{"relation":"system","operator":"=","value":"shop"}');
  expect(asked('upstream')).toContain('"blueprint":"system","value":"shop","direction":"upstream"');
});
