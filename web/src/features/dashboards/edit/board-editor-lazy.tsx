import { ActionIcon, Button } from '@mantine/core';
import { IconArrowBackUp, IconArrowForwardUp, IconPlus } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useBlocker } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Empty } from '@/ui/empty';
import { LeaveDialog } from '@/ui/leave-dialog';
import { toastFailure, toastUndo } from '@/ui/toast';
import { type Arranged, ArrangedMeanwhile } from '../api';
import { Board } from '../board/board';
import { added, changed } from '../model/board';
import type { Board as BoardShape, Widget } from '../model/types';
import { ConflictDialog } from './conflict-dialog';
import classes from './edit.module.css';
import { Editable } from './editable';
import { type Draft, useDraft } from './use-draft';

const WidgetDialog = lazy(() => import('./widget-dialog-lazy'));

interface BoardEditorProps {
  board: BoardShape;
  /** What the dashboard is called. */
  name: string;
  onSave: (arranged: Arranged) => Promise<void>;
  onEnd: () => void;
}

/** A dashboard being arranged. Nothing is written before it is saved. */
export default function BoardEditor({ board, name, onSave, onEnd }: BoardEditorProps) {
  const { t } = useTranslation();
  const [opened] = useState(board);
  const draft = useDraft(opened);
  const [dialog, setDialog] = useState<Widget | 'new' | null>(null);
  const save = useMutation({
    mutationFn: (over: BoardShape | null) => onSave({ board: draft.board, over }),
    onSuccess: (_, over) => {
      const back = () =>
        void onSave({ board: opened, over: draft.board }).catch((error) =>
          toastFailure(isConflict(error) ? t('dashboards.conflict') : error, t('dashboards.notSaved')),
        );
      toastUndo(t('dashboards.saved', { name }), over ? back : null);
      onEnd();
    },
    onError: (error) => (isConflict(error) ? undefined : toastFailure(error, t('dashboards.notSaved'))),
  });
  const leave = () => {
    draft.reset(opened);
    onEnd();
  };
  const unsaved = draft.dirty && !save.isSuccess;
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => unsaved && placeOf(current) !== placeOf(next),
    enableBeforeUnload: () => unsaved,
    withResolver: true,
  });
  useEditorKeys(draft, () => save.mutate(opened));
  const done = (widget: Widget) => {
    draft.change((board) => (dialog === 'new' ? added(board, widget) : changed(board, widget)));
    setDialog(null);
  };
  return (
    <>
      {draft.board.widgets.length === 0 && <Empty title={t('dashboards.blank')} text={t('dashboards.blankText')} />}
      <Board
        board={draft.board}
        place={(widget) => <Editable widget={widget} draft={draft} onEdit={() => setDialog(widget)} />}
      />
      <div className={classes.bar}>
        <Button variant="default" leftSection={<IconPlus size={15} />} onClick={() => setDialog('new')}>
          {t('dashboards.add')}
        </Button>
        <ActionIcon aria-label={t('dashboards.undo')} disabled={!draft.canUndo} onClick={draft.undo}>
          <IconArrowBackUp size={17} />
        </ActionIcon>
        <ActionIcon aria-label={t('dashboards.redo')} disabled={!draft.canRedo} onClick={draft.redo}>
          <IconArrowForwardUp size={17} />
        </ActionIcon>
        <span className="grow faint small">{unsaved ? t('dashboards.unsaved') : t('dashboards.moveHelp')}</span>
        <Button variant="default" onClick={leave}>
          {unsaved ? t('dashboards.discard') : t('dashboards.done')}
        </Button>
        <Button disabled={!draft.dirty} loading={save.isPending} onClick={() => save.mutate(opened)}>
          {t('dashboards.save')}
        </Button>
      </div>
      {dialog !== null && (
        <Suspense fallback={null}>
          <WidgetDialog widget={dialog === 'new' ? undefined : dialog} onClose={() => setDialog(null)} onDone={done} />
        </Suspense>
      )}
      {isConflict(save.error) && (
        <ConflictDialog onClose={save.reset} onTheirs={leave} onMine={() => save.mutate(null)} />
      )}
      {blocker.status === 'blocked' && <LeaveDialog onStay={blocker.reset} onLeave={blocker.proceed} />}
    </>
  );
}

const isConflict = (error: unknown) => error instanceof ArrangedMeanwhile;

/** A page, or a tab of one: going there leaves what is being arranged. */
function placeOf({ pathname, search }: { pathname: string; search: object }): string {
  return JSON.stringify([pathname, 'tab' in search ? search.tab : null]);
}

/** Ctrl+Z and Ctrl+Shift+Z step through the draft, Ctrl+S saves it. */
function useEditorKeys(draft: Draft, save: () => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const typing = event.target instanceof HTMLElement && event.target.closest('input, textarea, [role="dialog"]');
      if (!(event.ctrlKey || event.metaKey) || typing) return;
      const key = event.key.toLowerCase();
      if (key === 's' && draft.dirty) save();
      else if (key === 'z') (event.shiftKey ? draft.redo : draft.undo)();
      else if (key !== 's') return;
      event.preventDefault();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [draft, save]);
}
