import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { entityKeys } from '@/features/entities/public';

/** Asks for all figures again every so many minutes, but not while nobody can see them. */
export function useRefresh(minutes: number | undefined): void {
  const queryClient = useQueryClient();
  useEffect(() => {
    if (!minutes) return;
    const timer = window.setInterval(() => {
      if (!document.hidden) void queryClient.invalidateQueries({ queryKey: entityKeys.all });
    }, minutes * 60_000);
    return () => clearInterval(timer);
  }, [minutes, queryClient]);
}
