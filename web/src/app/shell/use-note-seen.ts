import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { noteSeen, personalKeys, type Target } from '@/features/personal/public';

/** What a route shows, when it is an entity or a page. */
function shownBy(routeId: string, params: Record<string, string>): Target | null {
  if (routeId.endsWith('/e/$blueprint/$entity') && params.blueprint && params.entity) {
    return { kind: 'entity', blueprint: params.blueprint, identifier: params.entity };
  }
  const page = /\/(catalog|dashboards)\/\$page$/.test(routeId) && params.page;
  return page ? { kind: 'page', identifier: page } : null;
}

/** Tells the server which entity or page the person looks at, once it is there. */
export function useNoteSeen(): void {
  const router = useRouter();
  const queryClient = useQueryClient();
  useEffect(() => {
    let last = '';
    const note = () => {
      const match = router.state.matches.at(-1);
      const target =
        match?.status === 'success' ? shownBy(match.routeId, match.params as Record<string, string>) : null;
      const key = JSON.stringify(target);
      if (!target || key === last) return;
      last = key;
      noteSeen(target)
        .then(() => queryClient.invalidateQueries({ queryKey: personalKeys.seen }))
        .catch(() => undefined);
    };
    note();
    return router.subscribe('onResolved', note);
  }, [router, queryClient]);
}
