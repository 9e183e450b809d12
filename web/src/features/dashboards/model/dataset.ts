import type { Blueprint, Query, Rule } from '@/api/contract';
import { isScopeRule } from './entity-scope';
import { filled } from './placeholders';
import type { Dataset, Scope, Widget } from './types';

const isQuery = (rule: Rule | Query): rule is Query => 'rules' in rule;

function queryOf(dataset: unknown): Query {
  if (Array.isArray(dataset)) return { combinator: 'and', rules: dataset as (Rule | Query)[] };
  const query = dataset as Query | undefined;
  return query && Array.isArray(query.rules) ? query : { combinator: 'and', rules: [] };
}

/** The one blueprint that a widget is about: its own, or the one its dataset asks for above all else. */
export function blueprintOf(widget: Widget, scope?: Scope): string | undefined {
  if (typeof widget.blueprint === 'string' && widget.blueprint) {
    return scope ? filled(widget.blueprint, scope) : widget.blueprint;
  }
  const query = queryOf(widget.dataset as Dataset);
  if (query.combinator === 'or') return undefined;
  const about = query.rules.find((rule) => !isQuery(rule) && rule.property === '$blueprint' && rule.operator === '=');
  const name = about && !isQuery(about) ? about.value : undefined;
  if (typeof name !== 'string') return undefined;
  return scope ? String(filled(name, scope)) : name;
}

/** What a widget asks the server: its dataset, narrowed by what the reader chose above the widgets. */
export function narrowed(widget: Widget, scope: Scope, blueprint: Blueprint | undefined): Query {
  const own = filled(queryOf(widget.dataset as Dataset), scope);
  const rules: (Rule | Query)[] = own.rules.length > 0 ? [own] : [];
  if (blueprint) rules.unshift({ property: '$blueprint', operator: '=', value: blueprint.identifier });
  if (scope.team && blueprint?.ownership) {
    rules.push({ property: '$team', operator: 'containsAny', value: [scope.team] });
  }
  for (const filter of scope.filters) if (!blueprint || fits(filter, blueprint)) rules.push(filled(filter, scope));
  return { combinator: 'and', rules };
}

/** Whether a filter of the page names nothing that the blueprint lacks. */
function fits(query: Query, blueprint: Blueprint): boolean {
  return query.rules.every((rule) => {
    if (isQuery(rule)) return fits(rule, blueprint);
    if (rule.property === '$blueprint') return rule.value === blueprint.identifier;
    if (rule.property === '$team') return Boolean(blueprint.ownership);
    if (typeof rule.property !== 'string') return true;
    return rule.property.startsWith('$') || rule.property in blueprint.schema.properties;
  });
}

/** The rules of a dataset that say more than which blueprint it is about, and of which entity. */
export function rulesOf(widget: Widget): Rule[] {
  return queryOf(widget.dataset as Dataset).rules.filter(
    (rule): rule is Rule => !isQuery(rule) && rule.property !== '$blueprint' && !isScopeRule(rule),
  );
}

/** The rule of a dataset that ties it to the entity whose page shows it, if there is one. */
export function scopeRulesOf(widget: Widget): Rule[] {
  return queryOf(widget.dataset as Dataset).rules.filter((rule): rule is Rule => isScopeRule(rule));
}

/** Whether every rule of a dataset can be shown as a line of its own. */
export function isPlain(widget: Widget): boolean {
  const query = queryOf(widget.dataset as Dataset);
  return query.combinator !== 'or' && query.rules.every((rule) => !isQuery(rule));
}

export function datasetOf(blueprint: string | undefined, rules: Rule[], scope: Rule[] = []): Query {
  const about = blueprint ? [{ property: '$blueprint', operator: '=', value: blueprint }] : [];
  return { combinator: 'and', rules: [...about, ...scope, ...rules] };
}

export interface Subject {
  kind: 'property' | 'relation';
  id: string;
}

/** What `property#tier` or `relation#system` names; a bare name is a property. */
export function subjectOf(value: unknown): Subject | undefined {
  if (typeof value !== 'string' || !value) return undefined;
  const [, kind, id] =
    /^(property|relation|mirror-property|calculation-property|aggregation-property)#(.+)$/.exec(value) ?? [];
  if (!id) return { kind: 'property', id: value };
  return { kind: kind === 'relation' ? 'relation' : 'property', id };
}
