import { keepPreviousData, QueryClient } from '@tanstack/react-query';
import { ApiError } from '@/api/error';

/** Whether a later answer may differ: not where the server refused. */
function mayDiffer(error: unknown): boolean {
  return !(error instanceof ApiError && error.status >= 400 && error.status < 500 && error.status !== 429);
}

/** Asks again for what failed while the server was away, once it is back. */
export function askAgain(queryClient: QueryClient): void {
  void queryClient.refetchQueries({
    type: 'active',
    predicate: ({ state }) => state.status === 'error' && mayDiffer(state.error),
  });
}

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        retry: (failures, error) => failures < 2 && mayDiffer(error),
        refetchOnWindowFocus: false,
        placeholderData: keepPreviousData,
      },
    },
  });
}
