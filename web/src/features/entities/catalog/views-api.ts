import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '@/api/client';
import type { SavedView } from '@/api/contract';
import type { components } from '@/api/schema';
import { parseTableState, type TableState } from './search-state';

type Schemas = components['schemas'];
export type Audience = SavedView['audience'];
export type ViewPatch = Omit<Schemas['ViewPatch'], 'state'> & { state?: TableState };
export interface NewView {
  title: string;
  audience: Audience;
  team?: string | null;
  state: TableState;
  default?: boolean;
  id?: string;
}
export interface View extends Omit<SavedView, 'state'> {
  state: TableState;
}

const viewOf = (shape: Schemas['ViewShape']): View => ({
  ...shape,
  state: parseTableState(shape.state as Record<string, unknown>),
});
const stateBody = (state: TableState) => state as Schemas['ViewState'];

export const viewKeys = { of: (page: string) => ['views', page] as const };

/** The saved views of a page that the person may use, in the order of their tabs. */
export const viewsQuery = (page: string) =>
  queryOptions({
    queryKey: viewKeys.of(page),
    queryFn: async () =>
      (await answer(api.GET('/v1/pages/{page}/views', { params: { path: { page } } }))).views.map(viewOf),
    placeholderData: undefined,
  });

export async function createView(page: string, view: NewView): Promise<View> {
  const body = { ...view, default: view.default ?? false, state: stateBody(view.state) };
  return viewOf((await answer(api.POST('/v1/pages/{page}/views', { params: { path: { page } }, body }))).view);
}

export async function changeView(page: string, view: string, { state, ...patch }: ViewPatch): Promise<View> {
  const call = api.PATCH('/v1/pages/{page}/views/{view}', {
    params: { path: { page, view } },
    body: { ...patch, ...(state ? { state: stateBody(state) } : {}) },
  });
  return viewOf((await answer(call)).view);
}

export async function deleteView(page: string, view: string): Promise<void> {
  await api.DELETE('/v1/pages/{page}/views/{view}', { params: { path: { page, view } } });
}
