import { describe, expect, it } from 'vitest';
import { blueprint, entity } from '@/testing/samples';
import { mayFrame, propertyTabs } from './property-tabs';

describe('tabs of properties', () => {
  it('are there for what has a value and is long to read, in the blueprint’s order', () => {
    const properties = {
      api: { type: 'string', spec: 'open-api' } as const,
      board: { type: 'string', format: 'url', spec: 'embedded-url' } as const,
      readme: { type: 'string', format: 'markdown' } as const,
      limits: { type: 'object' } as const,
      name: { type: 'string' } as const,
    };
    const shaped = blueprint({ schema: { properties, required: [] } });
    const filled = { api: 'openapi: 3.1.0', board: 'https://a.example', readme: '# Hi', limits: { a: 1 }, name: 'x' };
    const tabs = propertyTabs(shaped, entity({ properties: filled }));
    expect(tabs.map(({ id, kind }) => [id, kind])).toEqual([
      ['api', 'spec'],
      ['board', 'frame'],
      ['readme', 'markdown'],
    ]);
    expect(propertyTabs(shaped, entity({ properties: { readme: '', api: null } }))).toEqual([]);
    const yaml = blueprint({ schema: { properties: { text: { type: 'string', format: 'yaml' } }, required: [] } });
    const kindOf = (text: string) => propertyTabs(yaml, entity({ properties: { text } }))[0]?.kind;
    expect([kindOf('# Pets\nopenapi: 3.1.0'), kindOf('a: openapi')]).toEqual(['spec', 'text']);
  });

  it('frame only what the server allows', () => {
    const origins = ['https://board.example', 'https://*.wiki.example'];
    expect(mayFrame('https://board.example/d/1', origins)).toBe(true);
    expect(mayFrame('https://team.wiki.example/x', origins)).toBe(true);
    for (const url of [
      'http://board.example',
      'javascript:alert(1)',
      'https://board.example.evil.example',
      'https://evilwiki.example',
      'nonsense',
    ])
      expect(mayFrame(url, origins)).toBe(false);
  });
});
