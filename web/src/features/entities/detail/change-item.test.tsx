import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router';
import { screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { Change } from '@/api/contract';
import { renderIn } from '@/testing/render';
import { blueprint, entity } from '@/testing/samples';
import { ChangeItem, labelOfPath } from './change-item';

const change: Change = {
  position: '9-1',
  at: '2026-11-22T10:00:00.000Z',
  op: 'updated',
  actor: { id: 'u_1', type: 'user', name: 'Amara Okafor' },
  source: 'UI',
  cause: null,
  trace: null,
  displaced: false,
  follows: false,
  changed: [
    { path: 'properties.replicas', before: 10, after: 12 },
    { path: 'properties.tags', before: null, after: ['go', 'pci'] },
  ],
};

it('shows each value before and after, by the property’s title', async () => {
  const Item = () => <ChangeItem change={change} blueprint={blueprint()} entity={entity()} />;
  const router = createRouter({ routeTree: createRootRoute({ component: Item }), history: createMemoryHistory() });
  renderIn(<RouterProvider router={router as never} />);
  const row = (await screen.findByRole('rowheader', { name: 'Replicas' })).closest('tr');
  expect(row?.querySelector('del')?.textContent).toBe('10');
  expect(row?.querySelector('ins')?.textContent).toBe('12');
  expect(screen.getByText('go, pci')).toBeTruthy();
  expect(screen.getByText('Amara Okafor')).toBeTruthy();
});

describe('a path in words', () => {
  it.each([
    ['properties.health', 'Health'],
    ['relations.depends_on', 'Depends on'],
    ['title', 'Title'],
    ['properties.limits.cpu', 'Limits › cpu'],
  ])('%s is "%s"', (path, words) => {
    expect(labelOfPath(path, blueprint())).toBe(words);
  });
});
