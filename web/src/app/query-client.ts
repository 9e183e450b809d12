import { keepPreviousData, QueryClient } from '@tanstack/react-query';
import { ApiError } from '@/api/error';

/** Asks again only when a later answer may differ: never for what the server refused. */
function worthRetrying(failures: number, error: unknown): boolean {
  const refused = error instanceof ApiError && error.status >= 400 && error.status < 500 && error.status !== 429;
  return !refused && failures < 2;
}

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        retry: worthRetrying,
        refetchOnWindowFocus: false,
        placeholderData: keepPreviousData,
      },
    },
  });
}
