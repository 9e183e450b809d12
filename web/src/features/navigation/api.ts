import { type QueryClient, queryOptions, useQueryClient } from '@tanstack/react-query';
import { answer, api } from '@/api/client';
import type { SidebarItem } from '@/api/contract';
import { entityKeys } from '@/features/entities/public';
import { moved, type Place } from './tree';

const key = [...entityKeys.pages, 'sidebar'] as const;

/** Pages and folders as editors arranged them, from top to bottom. */
export const sidebarQuery = queryOptions({
  queryKey: key,
  queryFn: async () => {
    const { sidebar } = await answer(
      api.GET('/v1/sidebars/{sidebar_name}', {
        params: { path: { sidebar_name: 'catalog' }, query: { hidden: true } },
      }),
    );
    return sidebar.items;
  },
});

type FolderChange = { title?: string; icon?: string; parent?: string | null; after?: string | null };

export async function createFolder(title: string, place?: Place): Promise<string> {
  const params = { path: { sidebar_name: 'catalog' } };
  const { folder } = await answer(
    api.POST('/v1/sidebars/{sidebar_name}/folders', { params, body: { title, ...place } }),
  );
  return folder.identifier;
}

async function patchFolder(folder: string, body: FolderChange): Promise<void> {
  const params = { path: { sidebar_name: 'catalog', folder } };
  await answer(api.PATCH('/v1/sidebars/{sidebar_name}/folders/{folder}', { params, body }));
}

export async function deleteFolder(folder: string): Promise<void> {
  await answer(
    api.DELETE('/v1/sidebars/{sidebar_name}/folders/{folder}', {
      params: { path: { sidebar_name: 'catalog', folder } },
    }),
  );
}

/** Changes what an item is called, whether it is shown, or where it stands. */
export async function changeItem(item: SidebarItem, body: FolderChange & { showInSidebar?: boolean }): Promise<void> {
  if (item.sidebarType === 'folder') await patchFolder(item.identifier, body);
  else await answer(api.PATCH('/v1/pages/{page}', { params: { path: { page: item.identifier } }, body }));
}

/** Puts an item somewhere, on the screen at once; when the server refuses, it goes back. */
async function place(queryClient: QueryClient, item: SidebarItem, to: Place): Promise<void> {
  await queryClient.cancelQueries({ queryKey: key });
  queryClient.setQueryData(key, (items: SidebarItem[] = []) => moved(items, item.identifier, to));
  await changeItem(item, { parent: to.parent, after: to.after });
}

/** Runs a change of the sidebar; afterwards everything that shows pages is read again. */
export function useArrange() {
  const queryClient = useQueryClient();
  const refresh = () => queryClient.invalidateQueries({ queryKey: entityKeys.pages });
  return {
    place: (item: SidebarItem, to: Place) => place(queryClient, item, to).finally(refresh),
    run: (change: () => Promise<unknown>) => change().finally(refresh),
  };
}
