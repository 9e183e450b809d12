import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { toast, toastFailure, toastUndo } from '@/ui/toast';
import type { Catalog } from './use-catalog';
import { changeView, createView, deleteView, type NewView, type View, type ViewPatch, viewKeys } from './views-api';

const alike = (a: View, b: View) => a.audience === b.audience && a.team === b.team;

/** What can be done to the saved views of a page; each is said, and shown at once by reading the tabs again. */
export function useViews({ page, saved }: Catalog) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const { views, state, select } = saved;
  const refresh = () => queryClient.invalidateQueries({ queryKey: viewKeys.of(page.identifier) });
  const run = (work: Promise<unknown>, done?: () => void) =>
    void work
      .then(refresh)
      .then(done)
      .catch((error: unknown) => toastFailure(error, t('views.failed')));
  const siblings = (view: View) => views.filter((each) => alike(each, view));
  const patch = (view: View, change: ViewPatch) => changeView(page.identifier, view.id, change);
  const moved = (view: View, to: number) => {
    const others = siblings(view).filter((each) => each !== view);
    return patch(view, { after: others[to - 1]?.id ?? null });
  };
  const restore = (view: View) => {
    const { id, title, audience, team, default: preferred } = view;
    const back = { id, title, audience, team, state: view.state, default: preferred };
    const at = siblings(view).indexOf(view);
    const before = siblings(view)[at - 1];
    const work = createView(page.identifier, back).then((made) => patch(made, { after: before?.id ?? null }));
    run(work, () => select(id));
  };
  return {
    create: async (view: NewView) => {
      const made = await createView(page.identifier, view);
      await refresh();
      select(made.id);
    },
    rename: async (view: View, change: ViewPatch) => {
      await patch(view, change);
      await refresh();
    },
    save: (view: View) =>
      run(patch(view, { state }), () => {
        select(view.id);
        toast(t('views.saved', { view: view.title }));
      }),
    prefer: (view: View, on: boolean) => run(patch(view, { default: on })),
    canStep: (view: View, by: -1 | 1) => siblings(view)[siblings(view).indexOf(view) + by] !== undefined,
    step: (view: View, by: -1 | 1) => run(moved(view, siblings(view).indexOf(view) + by)),
    /** Puts a dragged tab where another is, within its audience. */
    place: (view: View, onto: View) => {
      if (alike(view, onto)) run(moved(view, siblings(view).indexOf(onto)));
    },
    remove: (view: View) =>
      run(deleteView(page.identifier, view.id), () => {
        select('all');
        toastUndo(t('views.deleted', { view: view.title }), () => restore(view));
      }),
  };
}
