import { describe, expect, it } from 'vitest';
import { ApiError } from '@/api/error';
import { standing } from '@/ui/code/refusals';
import { refusedParts } from './refused';

const refused = (details: Record<string, unknown>, message: string) =>
  refusedParts(new ApiError({ status: 422, code: 'invalid', message, details }));

describe('a refused blueprint', () => {
  it('is told at the part that the server names', () => {
    expect(
      refused({ path: 'schema.properties.tier.enum' }, 'schema.properties.tier.enum: holds a value twice'),
    ).toEqual([{ path: ['schema', 'properties', 'tier', 'enum'], message: 'holds a value twice' }]);
    expect(refused({}, 'No')).toEqual([]);
    expect(refusedParts(null)).toEqual([]);
  });

  it('is refused there until the part says something else', () => {
    const told = refused({ path: 'relations.team' }, 'relations.team: no');
    const then = { title: 'A', relations: { team: { target: 'x' } } };
    expect(standing(told, then, { ...then, title: 'B' })).toEqual(told);
    expect(standing(told, then, { title: 'A', relations: { team: { target: 'y' } } })).toEqual([]);
  });
});
