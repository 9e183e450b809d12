import { describe, expect, it } from 'vitest';
import { byRank, nearness } from './nearness';

describe('how near a name comes to a text', () => {
  it.each([
    ['payments', 0],
    ['PAY', 1],
    ['api', 2],
    ['yment', 3],
    ['api pay', 3],
    ['ledger', null],
    ['pay ledger', null],
  ])('ranks %j', (text, rank) => {
    expect(nearness(text, 'payments', 'Payments API')).toBe(rank);
  });

  it('takes a name that is missing for none', () => {
    expect(nearness('null', null, undefined)).toBeNull();
  });
});

it('sorts the nearest first and keeps the order of equals', () => {
  const names = ['Old payments', 'Payments', 'Pay desk', 'Ledger'];
  expect(byRank(names, (name) => nearness('pay', name))).toEqual(['Payments', 'Pay desk', 'Old payments']);
});
