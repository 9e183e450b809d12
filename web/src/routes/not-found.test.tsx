import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  notFound,
  RouterProvider,
} from '@tanstack/react-router';
import { screen } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import type { Entity } from '@/api/contract';
import { NotThen } from '@/features/entities/public';
import { renderIn } from '@/testing/render';
import { EntityNotFound } from './not-found';

it('says of an entity that it did not exist yet, with the way back', async () => {
  vi.stubGlobal('fetch', async () => new Response(JSON.stringify({ ok: true, changes: [], next: null })));
  const entity = { blueprint: 'ship', identifier: 'aurora', title: 'Aurora', createdAt: '2026-01-01T00:00:00Z' };
  const root = createRootRoute();
  const page = createRoute({
    getParentRoute: () => root,
    path: '/e/$blueprint/$entity',
    loader: () => {
      throw notFound({ data: new NotThen(entity as Entity, '2020-01-01T00:00:00Z') });
    },
    component: () => null,
    notFoundComponent: EntityNotFound,
  });
  const history = createMemoryHistory({ initialEntries: ['/e/ship/aurora'] });
  const router = createRouter({ routeTree: root.addChildren([page]), history });
  renderIn(
    <QueryClientProvider client={new QueryClient()}>
      <RouterProvider router={router as never} />
    </QueryClientProvider>,
  );
  await screen.findByText('Aurora did not exist yet');
  expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Aurora');
  expect(screen.getByRole('button', { name: 'Back to now' })).toBeTruthy();
  expect(screen.getByRole('slider')).toBeTruthy();
  vi.unstubAllGlobals();
});
