import type { EntityRef, Plan } from '@/api/contract';

/** What else a deletion does. */
export interface Consequences {
  /** Entities that cannot exist without, and go too. */
  deleted: EntityRef[];
  /** Entities that stay and lose something, with what. */
  changed: (EntityRef & { fields: string[] })[];
}

/** The object a plan names: `blueprint/identifier`. */
export function refOf(subject: string): EntityRef {
  const slash = subject.indexOf('/');
  return { blueprint: subject.slice(0, slash), identifier: subject.slice(slash + 1) };
}

/** The plan of a deletion, as seen from the entity that is to be deleted. */
export function consequencesOf(entity: EntityRef, plan: Plan): Consequences {
  const others = plan.entities.filter(({ subject }) => subject !== `${entity.blueprint}/${entity.identifier}`);
  return {
    deleted: others.filter(({ op }) => op === 'delete').map(({ subject }) => refOf(subject)),
    changed: others
      .filter(({ op }) => op === 'update')
      .map(({ subject, before }) => ({ ...refOf(subject), fields: Object.keys(before ?? {}) })),
  };
}
