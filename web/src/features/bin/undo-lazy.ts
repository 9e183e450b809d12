import type { QueryClient } from '@tanstack/react-query';
import i18next from 'i18next';
import { toast, toastFailure, toastUndo } from '@/ui/toast';
import './texts';
import { refreshRestored, restoreAll } from './api';

/** Says that something was deleted, and offers to bring it back. `traces` are those of the deleting requests. */
export function toastDeleted(message: string, traces: string[], queryClient: QueryClient): void {
  toastUndo(message, () => void bringBack(traces, queryClient));
}

/** Brings back what requests deleted, and says how much that was. */
export async function restoreDeleted(traces: string[], queryClient: QueryClient): Promise<void> {
  let count = 0;
  for (const trace of traces) count += await restoreAll(`bin_${trace}`, { references: true, skip: false });
  await refreshRestored(queryClient);
  toast(i18next.t('bin.restored', { count }));
}

async function bringBack(traces: string[], queryClient: QueryClient): Promise<void> {
  try {
    await restoreDeleted(traces, queryClient);
  } catch (error) {
    toastFailure(error, i18next.t('bin.failed'));
  }
}
