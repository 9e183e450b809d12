import { expect, it } from 'vitest';
import { type Place, pathChoices } from './mirror-paths';

const place = (relations: Record<string, string>, names: string[]): Place => ({
  relations: new Map(Object.entries(relations)),
  names,
});
const places = new Map([
  ['service', place({ system: 'system', depends_on: 'service' }, ['tier'])],
  ['system', place({ domain: 'domain' }, ['level'])],
  ['domain', place({}, ['budget'])],
]);

it('begins with a relation of the blueprint itself', () => {
  expect(pathChoices('', 'service', places)).toEqual(['system.', 'depends_on.']);
  expect(pathChoices('sys', 'service', places)).toEqual(['system.', 'depends_on.']);
});

it('goes on hop by hop, and offers what the blueprint reached has', () => {
  const second = pathChoices('system.', 'service', places);
  expect(second.slice(0, 3)).toEqual(['system.domain.', 'system.level', 'system.$title']);
  expect(second).toContain('system.domain');
  expect(pathChoices('depends_on.system.domain.b', 'service', places)).toContain('depends_on.system.domain.budget');
});

it('offers nothing where a hop leads nowhere', () => {
  expect(pathChoices('gone.', 'service', places)).toEqual([]);
  expect(pathChoices('system.level.x', 'service', places)).toEqual([]);
});
