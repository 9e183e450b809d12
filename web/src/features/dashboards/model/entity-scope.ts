import type { Blueprint, Query, Rule } from '@/api/contract';

/** What stands for the entity whose page shows a widget. */
export const THIS = '{{ .entity.identifier }}';

type Loose = Rule | Query;
const isRule = (rule: Loose): rule is Rule => !('rules' in rule);

const DIRECTIONS = { related: undefined, upstream: 'upstream', downstream: 'downstream' } as const;
const TO = 'to:';

/** The rule that a choice puts in front of a widget's own: how what it shows has to do with the entity. */
export function scopeRule(choice: string, target?: Blueprint): Rule[] {
  if (choice === 'self') return [{ property: '$identifier', operator: '=', value: THIS }];
  if (choice.startsWith(TO)) {
    const relation = choice.slice(TO.length);
    const many = target?.relations[relation]?.many;
    return [{ relation, operator: many ? 'containsAny' : '=', value: many ? [THIS] : THIS }];
  }
  if (!Object.hasOwn(DIRECTIONS, choice)) return [];
  const direction = DIRECTIONS[choice as keyof typeof DIRECTIONS];
  const rule = { operator: 'relatedTo', blueprint: '{{blueprint}}', value: THIS, ...(direction ? { direction } : {}) };
  return [rule];
}

/** Whether a rule is one that `scopeRule` makes. */
export function isScopeRule(rule: Loose): boolean {
  if (!isRule(rule)) return false;
  const named = Array.isArray(rule.value) ? rule.value.length === 1 && rule.value[0] === THIS : rule.value === THIS;
  return named && (rule.operator === 'relatedTo' || rule.relation !== undefined || rule.property === '$identifier');
}

/** The choice that a widget's rules stand for. */
export function scopeOf(rules: Loose[]): string {
  const rule = rules.find((each): each is Rule & { direction?: string } => isScopeRule(each));
  if (!rule) return 'all';
  if (rule.relation) return `${TO}${rule.relation}`;
  return rule.operator === 'relatedTo' ? (rule.direction ?? 'related') : 'self';
}

/** What a widget about `target` can show on the pages of a blueprint's entities, the most likely first. */
export function scopeChoices(owner: string, target: Blueprint): string[] {
  const named = Object.entries(target.relations).filter(([, relation]) => relation.target === owner);
  const self = target.identifier === owner ? ['self'] : [];
  return [...named.map(([id]) => `${TO}${id}`), 'related', 'upstream', 'downstream', ...self, 'all'];
}
