import type { QueryClient } from '@tanstack/react-query';

export { parseBinSearch } from './search';

/** Says that something was deleted, and offers to bring it back. `traces` are those of the deleting requests. */
export async function toastDeleted(message: string, traces: string[], queryClient: QueryClient): Promise<void> {
  (await import('./undo-lazy')).toastDeleted(message, traces, queryClient);
}

/** Brings back what a request deleted, named by its trace. */
export async function restoreDeleted(trace: string, queryClient: QueryClient): Promise<void> {
  await (await import('./undo-lazy')).restoreDeleted([trace], queryClient);
}
