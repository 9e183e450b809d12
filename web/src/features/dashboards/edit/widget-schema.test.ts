import { expect, it } from 'vitest';
import { en } from '@/lib/i18n/en';
import { widgetSchema } from './widget-schema';

const values: Record<string, string> = en.dashboards.values;
const words = { field: (name: string) => name, value: (value: string) => values[value] ?? value };

it('says every choice in words', () => {
  const widget = { id: 'w', type: 'line-chart', chartType: 'countEntities' };
  const text = JSON.stringify(widgetSchema(widget, [], { blueprint: undefined, words }).schema);
  expect(text).toContain('{"const":"$createdAt","title":"Created"}');
  expect(text).not.toMatch(/"title":"\$/);
});
