import type { Blueprint, BlueprintInput, Plan } from '@/api/contract';

export interface Loss {
  name: string;
  /** What would go: values of a property, or links of a relation. */
  kind: 'values' | 'links';
  count: number;
}
export interface PageUse {
  identifier: string;
  title: string;
  /** The parts it names; empty for one that goes as a whole. */
  uses: string[];
}

/** What a change of a blueprint means, by the server's plan and by the two definitions. */
export interface Impact {
  losses: Loss[];
  pages: PageUse[];
  /** Other blueprints whose definitions follow. */
  followers: string[];
  changed: number;
  removed: string[];
  added: string[];
  /** The type or format of a stored value cannot change: the server refuses. */
  retyped: string[];
  newlyRequired: string[];
}

function minus(a: object | undefined, b: object | undefined): string[] {
  return Object.keys(a ?? {}).filter((key) => !(key in (b ?? {})));
}

const SECTIONS = ['relations', 'mirrorProperties', 'calculationProperties', 'aggregationProperties'] as const;

function difference(before: Blueprint, after: BlueprintInput) {
  const [old, next] = [before.schema.properties, after.schema?.properties ?? {}];
  const retyped = Object.keys(next).filter((key) => {
    const [a, b] = [old[key], next[key]];
    return a && b && (a.type !== b.type || (a.format || null) !== (b.format || null));
  });
  const other = (key: (typeof SECTIONS)[number]) => after[key] as object | undefined;
  const required = new Set(before.schema.required);
  return {
    removed: [...minus(old, next), ...SECTIONS.flatMap((key) => minus(before[key], other(key)))],
    added: [...minus(next, old), ...SECTIONS.flatMap((key) => minus(other(key), before[key]))],
    retyped,
    newlyRequired: (after.schema?.required ?? []).filter((key) => !required.has(key)),
  };
}

/** The pages that a plan names, and the saved views of pages. */
export function pagesOf(plan: Plan): PageUse[] {
  return plan.others
    .filter(({ kind }) => kind === 'page' || kind === 'view')
    .map(({ subject, before }) => ({
      identifier: subject,
      title: [before?.page, before?.title].filter((each) => typeof each === 'string').join(' › ') || subject,
      uses: Array.isArray(before?.uses) ? before.uses.map(String) : [],
    }));
}

export function impactOf(before: Blueprint, after: BlueprintInput, plan: Plan): Impact {
  const losses = plan.others.flatMap(({ op, kind, subject, before: held }): Loss[] => {
    if (op !== 'delete' || (kind !== 'values' && kind !== 'links')) return [];
    return [{ name: subject.slice(before.identifier.length + 1), kind, count: Number(held?.count ?? 0) }];
  });
  const followers = plan.others
    .filter(({ kind, subject }) => kind === 'blueprint' && subject !== before.identifier)
    .map(({ subject }) => subject);
  const changed = Object.values(plan.counts.entities).reduce((sum, count) => sum + count, 0);
  return { losses, pages: pagesOf(plan), followers, changed, ...difference(before, after) };
}

/** Whether saving needs nobody's second look: nothing goes, and nobody else is touched. */
export function isHarmless({ losses, pages, followers, removed, newlyRequired }: Impact): boolean {
  return [losses, pages, followers, removed, newlyRequired].every(({ length }) => length === 0);
}
