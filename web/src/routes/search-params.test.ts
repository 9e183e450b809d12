import { createMemoryHistory, createRootRoute, createRoute, createRouter } from '@tanstack/react-router';
import { expect, test } from 'vitest';
import { parseCatalogSearch, parseEntitySearch } from '@/features/entities/public';
import { strictly } from './search-params';

async function seen(parse: (said: Record<string, unknown>) => object, address: string) {
  const root = createRootRoute();
  const page = createRoute({ getParentRoute: () => root, path: '/page', validateSearch: strictly(parse) });
  const history = createMemoryHistory({ initialEntries: [address] });
  const router = createRouter({ routeTree: root.addChildren([page]), history });
  await router.load();
  return router.state.matches.at(-1)?.search;
}

test('what a page cannot use never reaches it', async () => {
  expect(await seen(parseCatalogSearch, '/page?f=garbage&q=crane&pins=99&open=3&no=such')).toEqual({ q: 'crane' });
  expect(await seen(parseEntitySearch, '/page?tab=relations&open=x&path=3&at=never')).toEqual({ tab: 'relations' });
});

test('a depth beyond what there is means the nearest', async () => {
  expect(await seen(parseEntitySearch, '/page?depth=99')).toEqual({ depth: 4 });
  expect(await seen(parseEntitySearch, '/page?depth=-1')).toEqual({ depth: 1 });
  expect(await seen(parseEntitySearch, '/page?depth=deep')).toEqual({});
});
