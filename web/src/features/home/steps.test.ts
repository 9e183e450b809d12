import { expect, it } from 'vitest';
import type { ImportRun, User } from '@/api/contract';
import { userOf } from '@/api/narrow';
import { blueprint } from '@/testing/samples';
import { stepsTaken } from './steps';

const user = (id: string, status: User['status']) => userOf({ id, status });
const run = (change: Partial<ImportRun>) =>
  ({ status: 'completed', dryRun: false, counts: { accepted: 3 }, ...change }) as ImportRun;
const nothing = { imports: [], users: [user('u_1', 'ACTIVE')], blueprints: [], looked: false };

it('takes no step by itself', () => {
  expect(stepsTaken(nothing)).toEqual({ import: false, look: false, invite: false, model: false });
});

it('counts an import only when something was imported', () => {
  expect(stepsTaken({ ...nothing, imports: [run({ dryRun: true }), run({ status: 'failed' })] }).import).toBe(false);
  expect(stepsTaken({ ...nothing, imports: [run({})] }).import).toBe(true);
});

it('counts people who were invited, not those the catalog merely knows', () => {
  expect(stepsTaken({ ...nothing, users: [...nothing.users, user('u_2', 'STAGED')] }).invite).toBe(false);
  expect(stepsTaken({ ...nothing, users: [...nothing.users, user('u_2', 'INVITED')] }).invite).toBe(true);
});

it('counts a blueprint that a person made, not what an import or the sample made', () => {
  expect(stepsTaken({ ...nothing, blueprints: [blueprint({ createdBy: 'system' })] }).model).toBe(false);
  expect(stepsTaken({ ...nothing, blueprints: [blueprint({ identifier: 'component', createdBy: 'u_1' })] }).model).toBe(
    false,
  );
  expect(stepsTaken({ ...nothing, blueprints: [blueprint({ createdBy: 'u_1' })] }).model).toBe(true);
});
