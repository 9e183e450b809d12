import type { Blueprint, ImportRun, User } from '@/api/contract';

export const STEPS = ['import', 'look', 'invite', 'model'] as const;
export type Step = (typeof STEPS)[number];

/** Blueprints that an import of descriptor files makes by itself. */
const IMPORTED = new Set([
  'component',
  'api',
  'system',
  'domain',
  'resource',
  'location',
  'template',
  'backstage_user',
]);

interface Facts {
  imports: ImportRun[];
  users: User[];
  blueprints: Blueprint[];
  looked: boolean;
}

/** Which of the first steps are taken, told from what exists. */
export function stepsTaken({ imports, users, blueprints, looked }: Facts): Record<Step, boolean> {
  const people = new Set(users.map((user) => user.id));
  return {
    import: imports.some((run) => run.status === 'completed' && !run.dryRun && run.counts.accepted > 0),
    look: looked,
    // People that only the catalog knows are staged: nobody has invited them.
    invite: users.filter(({ status }) => status === 'ACTIVE' || status === 'INVITED').length > 1,
    model: blueprints.some(
      ({ identifier, createdBy }) => !identifier.startsWith('_') && !IMPORTED.has(identifier) && people.has(createdBy),
    ),
  };
}
