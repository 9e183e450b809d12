import { describe, expect, it } from 'vitest';
import { editYaml, readYaml } from './yaml-doc';

const SOURCE = `# owned by payments
identifier: checkout
properties:
  tier: 1 # asked by risk
  tags: [pii, edge]
  note: null
`;

describe('a YAML document edited by a form', () => {
  it('keeps comments, order and flow style of what did not change', () => {
    const { data } = readYaml(SOURCE);
    const edited = editYaml(SOURCE, {
      ...data,
      title: 'Checkout',
      properties: { ...(data?.properties as object), tier: 2 },
    });
    expect(edited).toBe(SOURCE.replace('tier: 1', 'tier: 2').concat('title: Checkout\n'));
  });

  it('keeps a null that the form shows as an empty field', () => {
    expect(editYaml(SOURCE, { identifier: 'checkout', properties: { tier: 1, tags: ['pii', 'edge'] } })).toBe(SOURCE);
  });

  it('drops a field that was emptied', () => {
    expect(editYaml(SOURCE, { identifier: 'checkout', properties: { tags: ['pii', 'edge'] } })).not.toContain('tier');
  });

  it('leaves text alone that does not parse', () => {
    expect(editYaml('a: [', { a: 1 })).toBe('a: [');
  });
});

describe('reading YAML', () => {
  it('says where a document does not parse', () => {
    const { data, errors } = readYaml('a: [1');
    expect(data).toBeNull();
    expect(errors).toHaveLength(1);
  });

  it('refuses a document that is not a map', () => {
    expect(readYaml('- a').errors).toEqual(['map']);
  });

  it('refuses an alias bomb', () => {
    const levels = Array.from({ length: 9 }, (_, i) => `l${i + 1}: &l${i + 1} [${Array(9).fill(`*l${i}`).join(', ')}]`);
    expect(readYaml(['l0: &l0 [x]', ...levels].join('\n')).data).toBeNull();
  });
});
