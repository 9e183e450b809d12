import { QueryObserver } from '@tanstack/react-query';
import { expect, it, vi } from 'vitest';
import { ApiError } from '@/api/error';
import { askAgain, createQueryClient } from './query-client';

it('asks again for what had no answer, not for what was refused', async () => {
  const client = createQueryClient();
  const watch = (status: number) => {
    const ask = vi.fn(() => Promise.reject(new ApiError({ status, code: 'x', message: 'no' })));
    new QueryObserver(client, { queryKey: [status], queryFn: ask, retry: false }).subscribe(() => undefined);
    return ask;
  };
  const [lost, broken, refused] = [watch(0), watch(502), watch(404)];
  const failed = () =>
    client
      .getQueryCache()
      .getAll()
      .every(({ state }) => state.status === 'error');
  await vi.waitFor(() => expect(failed()).toBe(true));
  askAgain(client);
  await vi.waitFor(() => expect([lost, broken, refused].map((ask) => ask.mock.calls.length)).toEqual([2, 2, 1]));
  client.clear();
});
