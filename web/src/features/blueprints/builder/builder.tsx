import { SegmentedControl } from '@mantine/core';
import { useBlocker } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Blueprint } from '@/api/contract';
import { useRefusals } from '@/ui/code/use-refusals';
import { Validity } from '@/ui/code/validity';
import type { CodeHandle } from '@/ui/code/yaml-editor-lazy';
import { EntityIcon } from '@/ui/entity-icon';
import { Failure } from '@/ui/failure';
import { LeaveDialog } from '@/ui/leave-dialog';
import { PageHeader } from '@/ui/page-header';
import { Skeleton } from '@/ui/skeleton';
import classes from './builder.module.css';
import { type Form, FormContext } from './context';
import type { Section } from './edits';
import { type Mode, modes } from './mode';
import { Notices } from './notices';
import { refusedParts } from './refused';
import { text } from './text';
import type { Draft } from './use-draft';

const BuilderForm = lazy(() => import('./builder-form-lazy'));
const YamlEditor = lazy(() => import('@/ui/code/yaml-editor-lazy'));

interface BuilderProps {
  draft: Draft;
  title: string;
  description: string;
  saved: Blueprint | undefined;
  known: Blueprint[];
  mode: Mode;
  onMode: (mode: Mode) => void;
  /** The server refused the last save. */
  error: unknown;
  actions: ReactNode;
  onSave: () => void;
  onRename: (section: Section, name: string) => void;
  /** Takes the place of form and editor, such as the history. */
  instead?: ReactNode;
}

/** A blueprint as form and YAML, side by side: two views of one text. */
export function Builder(props: BuilderProps) {
  const { t } = useTranslation();
  const { draft, saved, known, mode, instead } = props;
  const [open, setOpen] = useState<string | null>(null);
  const blocker = useBlocker({ shouldBlockFn: () => draft.dirty, enableBeforeUnload: false, withResolver: true });
  useSaveKey(props.onSave);
  const { data, edit } = draft;
  const rename = props.onRename;
  const told = useMemo(() => refusedParts(props.error), [props.error]);
  const refusals = useRefusals(told, data);
  const mended = told.length > 0 && refusals.length === 0;
  const editor = useRef<CodeHandle>(null);
  const form = useMemo<Form>(
    () => ({ data, saved, known, edit, rename, refusals, open, setOpen }),
    [data, saved, known, edit, rename, refusals, open],
  );
  const identifier = text(data.identifier);
  return (
    <div className={classes.wrap}>
      <div className={classes.top}>
        <PageHeader
          icon={<EntityIcon icon={text(data.icon)} blueprint={identifier} size={20} />}
          title={props.title}
          description={props.description}
          aside={draft.dirty && <span className={classes.dirty}>{t('entity.form.unsaved')}</span>}
          actions={
            <>
              <SegmentedControl
                size="sm"
                aria-label={t('builder.mode.label')}
                data={modes.map((value) => ({ value, label: t(`builder.mode.${value}`) }))}
                value={instead ? '' : mode}
                onChange={(next) => props.onMode(next as Mode)}
              />
              {props.actions}
            </>
          }
        />
      </div>
      <Notices draft={draft} />
      {props.error !== null && !mended && <Failure title={t('blueprints.refused')} error={props.error} />}
      {instead ?? (
        <div className={classes.panes} data-mode={mode}>
          {mode !== 'yaml' && (
            // What scrolls must be reachable by keyboard while nothing in it can be changed.
            <div className={classes.form} tabIndex={draft.readable ? undefined : 0}>
              <FormContext.Provider value={form}>
                <Suspense fallback={<Skeleton kind="lines" rows={8} />}>
                  <BuilderForm readOnly={!draft.readable} />
                </Suspense>
              </FormContext.Provider>
            </div>
          )}
          {mode !== 'form' && (
            <div className={classes.code}>
              <div className={classes.codeHead}>
                <code className="truncate">{t('builder.file', { name: identifier || 'blueprint' })}</code>
                <span className="grow" />
                <Validity problems={draft.problems + refusals.length} onOpen={() => editor.current?.openProblems()} />
              </div>
              <Suspense fallback={<Skeleton kind="editor" rows={8} />}>
                <YamlEditor
                  ref={editor}
                  refusals={refusals}
                  label={t('editor.label', { what: props.title })}
                  value={draft.source}
                  schema={draft.schema}
                  onChange={draft.write}
                  onSave={props.onSave}
                />
              </Suspense>
            </div>
          )}
        </div>
      )}
      {blocker.status === 'blocked' && (
        <LeaveDialog
          onStay={blocker.reset}
          onLeave={() => {
            draft.discard();
            blocker.proceed();
          }}
        />
      )}
    </div>
  );
}

/** Ctrl+S saves, wherever the focus is. */
function useSaveKey(save: () => void): void {
  const latest = useRef(save);
  latest.current = save;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 's' || !(event.ctrlKey || event.metaKey) || event.defaultPrevented) return;
      event.preventDefault();
      latest.current();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
}
