import { expect, it } from 'vitest';
import { filled, safeUrl } from './placeholders';

const scope = {
  url: { identifier: 'a&b' },
  filters: [],
  user: { email: 'ada@quay.example', name: 'Ada Mary Quay' },
  entity: { blueprint: 'service', identifier: 's1', title: null, properties: { tier: 1, tags: ['x'], empty: null } },
};

it('puts in what is known and leaves the rest', () => {
  expect(filled('{{url.identifier}} {{ .user.firstName }} {{ .user.lastName }}', scope)).toBe('a&b Ada Mary Quay');
  expect(filled('{{ .entity.title }} {{ .entity.properties.tier }} {{ .entity.properties.tags }}', scope)).toBe(
    's1 1 ["x"]',
  );
  expect(filled('{{url.nope}} {{ .entity.properties.empty }} {{ .x }}', scope)).toBe(
    '{{url.nope}} {{ .entity.properties.empty }} {{ .x }}',
  );
  expect(filled('{{ .entity.properties.constructor }}{{ .entity.toString }}', scope)).toBe(
    '{{ .entity.properties.constructor }}{{ .entity.toString }}',
  );
});

it('reaches every text of a document, and no key', () => {
  const query = { rules: [{ property: '{{blueprint}}', value: ['{{blueprint}}', 3] }], '{{blueprint}}': true };
  expect(filled(query, scope)).toEqual({
    rules: [{ property: 'service', value: ['service', 3] }],
    '{{blueprint}}': true,
  });
});

it.each([
  ['https://a.example/x', true],
  ['/catalog/services?f=1', true],
  ['mailto:a@b.example', true],
  ['javascript:alert(1)', false],
  [' javascript:alert(1)', false],
  ['data:text/html,x', false],
  ['//evil.example', false],
  ['/\\evil.example', false],
  ['vbscript:x', false],
])('opens %s: %s', (url, opens) => {
  expect(safeUrl(url) !== undefined).toBe(opens);
});
