import { screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { PropertySchema } from '@/api/contract';
import { renderIn } from '@/testing/render';
import { PropertyValue } from './property-value';

const show = (schema: PropertySchema, value: unknown, id?: string) =>
  renderIn(<PropertyValue schema={schema} value={value} id={id} />).container;

describe('a property’s value', () => {
  it('makes links only of addresses that are safe to open', () => {
    show({ type: 'string', format: 'url' }, 'https://git.example/a');
    expect(screen.getByRole('link').getAttribute('rel')).toBe('noopener noreferrer');
    expect(show({ type: 'string', format: 'url' }, 'javascript:alert(1)').querySelector('a')).toBeNull();
    const labeled: PropertySchema = { type: 'object', format: 'labeled-url' };
    expect(show(labeled, { url: 'data:text/html,x', displayText: 'Click' }).querySelector('a')).toBeNull();
  });

  it('draws a choice in its colour, and health with a dot of its own shape', () => {
    const schema: PropertySchema = { type: 'string', enum: ['Down'], enumColors: { Down: 'red' } };
    expect(show(schema, 'Down').querySelector('[data-tone="bad"]')).toBeTruthy();
    expect(show(schema, 'Down', 'health').querySelector('[data-tone="bad"][aria-hidden]')).toBeTruthy();
  });

  it('says when there is nothing', () => {
    show({ type: 'string' }, null);
    expect(screen.getByText('Not set')).toBeTruthy();
  });

  it('bears a value that does not fit its schema', () => {
    expect(show({ type: 'string' }, { a: 1 }).textContent).toBe('{"a":1}');
    expect(show({ type: 'array' }, 'one').textContent).toContain('one');
    expect(show({ type: 'string', format: 'date-time' }, 'not a date').textContent).toContain('not a date');
  });
});
