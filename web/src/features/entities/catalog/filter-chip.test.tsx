import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import type { Entity } from '@/api/contract';
import { renderIn } from '@/testing/render';
import { teamsQuery } from '../names';
import { FilterChip } from './filter-chip';

it('says teams by title', () => {
  const client = new QueryClient();
  client.setQueryData(teamsQuery.queryKey, [{ identifier: 'payments', title: 'Payments guild' } as Entity]);
  const field = { id: '$team', label: 'Teams', kind: 'list' as const, sortable: false, meta: true };
  const filter = { on: '$team', op: 'any' as const, v: ['payments', 'gone'] };
  renderIn(
    <QueryClientProvider client={client}>
      <FilterChip field={field} filter={filter} fresh={false} open onChange={() => {}} onRemove={() => {}} />
    </QueryClientProvider>,
  );
  expect(screen.getByRole('button', { name: 'Teams is Payments guild or gone' })).toBeTruthy();
});
