import { expect, it } from 'vitest';
import { blueprint, entity } from '@/testing/samples';
import { addressesOf } from './addresses';

const url = { type: 'string', format: 'url' } as const;
const shaped = blueprint({
  schema: { properties: { repo: { ...url, title: 'Repository' }, docs: url }, required: [] },
});

it('opens where the file lies and what properties link to, and nothing that is no web address', () => {
  const annotations = {
    'backstage.io/managed-by-location': 'url:https://git.example/all.yaml',
    'backstage.io/source-location': 'url:https://git.example/quay/',
  };
  const properties = { annotations, repo: 'https://git.example/quay', docs: 'javascript:alert(1)' };
  expect(addressesOf(shaped, entity({ properties }), 'Source')).toEqual([
    { label: 'Source', href: 'https://git.example/quay/' },
    { label: 'Repository', href: 'https://git.example/quay' },
  ]);
  for (const odd of ['file:/etc/passwd', 'url:javascript:1', 7, null]) {
    const told = { annotations: { 'backstage.io/source-location': odd }, repo: null };
    expect(addressesOf(shaped, entity({ properties: told }), 'Source')).toEqual([]);
  }
});
