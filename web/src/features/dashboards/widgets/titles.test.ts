import { expect, it } from 'vitest';
import { titlesOf } from './titles';

it('calls values by title, and finds them by it again', () => {
  const titles = titlesOf([
    { identifier: 'payments', title: 'Payments team' },
    { identifier: 'payments-2', title: 'Payments team' },
    { identifier: 'quay', title: null },
  ]);
  expect(['payments', 'payments-2', 'quay', 'gone', ''].map(titles.of)).toEqual([
    'Payments team',
    'payments-2',
    'quay',
    'gone',
    '',
  ]);
  expect(titles.back('Payments team')).toBe('payments');
  expect(titles.back('payments-2')).toBe('payments-2');
});
