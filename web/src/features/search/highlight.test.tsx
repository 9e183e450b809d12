import { describe, expect, it } from 'vitest';
import { partsOf } from './highlight';

const marked = (text: string, sought: string) =>
  partsOf(text, sought)
    .map(({ text: part, hit }) => (hit ? `[${part}]` : part))
    .join('');

describe('what is marked of a match', () => {
  it.each([
    ['payments-api', 'pay', '[pay]ments-api'],
    ['Payments API', 'api pay', '[Pay]ments [API]'],
    ['papaya', 'pa pap', '[pap]aya'],
    ['a.b(c)', '.b(', 'a[.b(]c)'],
    ['ledger', 'pay', 'ledger'],
    ['ledger', '  ', 'ledger'],
  ])('of %j by %j', (text, sought, shown) => {
    expect(marked(text, sought)).toBe(shown);
  });

  it('loses no letter, whatever is sought', () => {
    for (const sought of ['', 'a', '[', '\\', 'ß', 'é']) {
      expect(
        partsOf('Straße [é] a\\b', sought)
          .map(({ text }) => text)
          .join(''),
      ).toBe('Straße [é] a\\b');
    }
  });
});
