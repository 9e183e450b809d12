import { describe, expect, it } from 'vitest';
import { ApiError } from '@/api/error';
import { isWhole, refusalOf, unsavedHop } from './trial';

describe('a definition', () => {
  it('is tried once it says enough', () => {
    const paths = ['system', 'system.', 'system.tier', 'system.domain.'];
    expect(paths.map((path) => isWhole('mirrorProperties', { path }))).toEqual([false, false, true, false]);
    expect(isWhole('calculationProperties', { calculation: ' ', type: 'string' })).toBe(false);
    expect(isWhole('calculationProperties', { calculation: '1', type: 'number' })).toBe(true);
    const sum = { calculationBy: 'property', func: 'sum' };
    expect(isWhole('aggregationProperties', { target: 'service', calculationSpec: sum })).toBe(false);
    expect(
      isWhole('aggregationProperties', { target: 'service', calculationSpec: { ...sum, property: 'replicas' } }),
    ).toBe(true);
  });

  it('waits for a relation that is not saved', () => {
    const data = { relations: { owner: { target: 'person' } } };
    expect(unsavedHop({ path: 'owner.name' }, data, { relations: {} })).toBe('owner');
    expect(unsavedHop({ path: 'owner.name' }, data, data)).toBeNull();
    expect(unsavedHop({ path: 'gone.name' }, data, { relations: {} })).toBeNull();
  });
});

describe('a refusal', () => {
  const refused = (details: Record<string, unknown>, message: string) =>
    refusalOf(new ApiError({ status: 422, code: 'invalid', message, details }), 'calculationProperties', 'score');

  it('belongs to a field, and says where in the program', () => {
    const path = 'calculationProperties.score.calculation';
    expect(
      refused({ path, line: 2, column: 5 }, `${path}: is no jq program: unexpected end at line 2, column 5`),
    ).toEqual({
      field: 'calculation',
      text: 'is no jq program: unexpected end',
      place: { line: 2, column: 5 },
    });
    expect(refused({ path, line: null }, 'no')).toEqual({ field: 'calculation', text: 'no' });
  });

  it('of another place belongs to the whole; another failure is none', () => {
    expect(refused({ path: 'calculationProperties.score' }, 'taken')?.field).toBe('');
    expect(refusalOf(new Error('x'), 'calculationProperties', 'score')).toBeNull();
  });
});
