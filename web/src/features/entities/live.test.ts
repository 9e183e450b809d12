import { QueryClient } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { blueprintsQuery } from '@/features/blueprints/public';
import { blueprint } from '@/testing/samples';
import { entityKeys } from './api';
import { refreshComputed } from './live';

const client = new QueryClient();
const list = [...entityKeys.lists('service'), 'rows'];
const one = [...entityKeys.one('service', 'cart'), 'computed'];
const history = [...entityKeys.one('service', 'cart'), 'history'];
const stale = (key: readonly unknown[]) => client.getQueryState(key)?.isInvalidated;
const change = (of: string) => ({ kind: 'entity', op: 'updated', blueprint: of, identifier: 'x', actor: '' });

beforeEach(() => {
  vi.useFakeTimers();
  const system = blueprint({ identifier: 'system', calculationProperties: {} });
  const service = blueprint({ mirrorProperties: { tier: { path: 'system.tier' } }, calculationProperties: {} });
  client.setQueryData(blueprintsQuery.queryKey, [system, service]);
  for (const key of [list, one, history]) client.setQueryData(key, []);
});
afterEach(() => vi.useRealTimers());

it('reads computed values again once the server had time to compute, after the last change', async () => {
  refreshComputed(client, [change('system')]);
  await vi.advanceTimersByTimeAsync(1000);
  refreshComputed(client, [change('other')]);
  await vi.advanceTimersByTimeAsync(1000);
  expect(stale(list)).toBe(false);
  await vi.advanceTimersByTimeAsync(600);
  expect([list, one, history].map(stale)).toEqual([true, true, false]);
});

it('reads them once more, where there was much to compute', async () => {
  refreshComputed(client, [change('system')]);
  await vi.advanceTimersByTimeAsync(1600);
  client.setQueryData(one, []);
  await vi.advanceTimersByTimeAsync(3500);
  expect(stale(one)).toBe(true);
});

it('leaves alone what reads from elsewhere', async () => {
  refreshComputed(client, [change('domain')]);
  await vi.advanceTimersByTimeAsync(6000);
  expect([list, one].map(stale)).toEqual([false, false]);
});
