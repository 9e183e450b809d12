import { screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { i18next } from '@/lib/i18n';
import { renderIn } from '@/testing/render';
import { Computed, type ComputedState, originText } from './computed';

const state = (error: string | null, changedAt: string | null): ComputedState => ({
  properties: { tier: { value: null, error } },
  asOf: null,
  changedAt,
});

describe('a computed property', () => {
  it('says from what it is computed', () => {
    const say = (schema: object) => originText(i18next.t, schema as never);
    expect(say({ computed: 'mirror', path: 'system.tier' })).toBe('Mirror of system.tier');
    expect(say({ computed: 'calculation', calculation: '.a | .b' })).toBe('Calculated by .a | .b');
    const of = (calculationSpec: object) => say({ computed: 'aggregation', target: 'service', calculationSpec });
    expect(of({ calculationBy: 'entities', func: 'count' })).toBe('Count of service');
    expect(of({ calculationBy: 'property', func: 'sum', property: 'cost' })).toBe('Sum of cost over service');
    expect(of({ calculationBy: 'property', func: 'average', property: 'cost' })).toBe('Average of cost over service');
    expect(of({ calculationBy: 'entities', func: 'average' })).toBe('Average number of service over time');
  });

  const shown = (value: unknown, of: ComputedState | undefined, past = false) =>
    renderIn(
      <Computed id="tier" value={value} state={of} past={past}>
        drawn
      </Computed>,
    );

  it('shows its value, or why there is none', () => {
    shown('gold', state(null, null));
    expect(screen.getByText('drawn')).toBeTruthy();
  });

  it.each([
    [state('is no number', 'x'), false, 'Not computed: is no number'],
    [state(null, null), false, 'Not computed yet'],
    [state(null, 'x'), false, 'drawn'],
    [undefined, false, 'drawn'],
    [undefined, true, 'Not kept for the past'],
  ])('without a value: %o %s', (of, past, said) => {
    shown(null, of, past);
    expect(screen.getByText(said)).toBeTruthy();
  });
});
