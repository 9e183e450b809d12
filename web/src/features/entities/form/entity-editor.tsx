import { Button, SegmentedControl } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';
import { useBlocker } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Blueprint } from '@/api/contract';
import { type JsonSchema, problemsOf, withoutNulls } from '@/lib/json-schema';
import { editYaml, readYaml } from '@/lib/yaml-doc';
import { useRefusals } from '@/ui/code/use-refusals';
import { Validity } from '@/ui/code/validity';
import type { CodeHandle } from '@/ui/code/yaml-editor-lazy';
import { EntityIcon } from '@/ui/entity-icon';
import { Failure } from '@/ui/failure';
import { LeaveDialog } from '@/ui/leave-dialog';
import { PageHeader } from '@/ui/page-header';
import { Skeleton } from '@/ui/skeleton';
import { fieldErrors, refusalsOf, toFields } from './document';
import classes from './entity-editor.module.css';
import { BlueprintPicker, EntityPicker } from './entity-picker';
import { entitySchema } from './entity-schema';

const SchemaForm = lazy(() => import('@/ui/schema-form/schema-form-lazy'));
const YamlEditor = lazy(() => import('@/ui/code/yaml-editor-lazy'));
const WIDGETS = { entities: EntityPicker, blueprints: BlueprintPicker };

interface EntityEditorProps {
  blueprint: Blueprint;
  title: string;
  fileName: string;
  /** The document as it was opened. */
  initial: string;
  mode: 'form' | 'yaml';
  onMode: (mode: 'form' | 'yaml') => void;
  submitLabel: string;
  saving: boolean;
  /** Saved: the document may be left without asking. */
  saved: boolean;
  error: unknown;
  cancel: ReactNode;
  onSubmit: (data: Record<string, unknown>) => void;
}

/** One document seen as a form or as YAML; neither loses what the other wrote. */
export function EntityEditor(props: EntityEditorProps) {
  const { blueprint, title, initial, mode, error } = props;
  const { t } = useTranslation();
  const [source, setSource] = useState(initial);
  const { schema, uiSchema } = useEntitySchema(blueprint);
  const parsed = useMemo(() => readYaml(source), [source]);
  const [lastGood, setLastGood] = useState<Record<string, unknown>>(parsed.data ?? {});
  if (parsed.data && parsed.data !== lastGood) setLastGood(parsed.data);
  const problems = useMemo(
    () => (parsed.data ? problemsOf(schema as JsonSchema, withoutNulls(parsed.data)).length : parsed.errors.length),
    [parsed, schema],
  );
  const dirty = source !== initial && !props.saved;
  const blocker = useBlocker({ shouldBlockFn: () => dirty, enableBeforeUnload: () => dirty, withResolver: true });
  const formData = useMemo(() => toFields(lastGood), [lastGood]);
  const serverErrors = useMemo(() => fieldErrors(error, blueprint), [error, blueprint]);
  const told = useMemo(() => refusalsOf(serverErrors), [serverErrors]);
  const refusals = useRefusals(told, lastGood);
  const mended = told.length > 0 && refusals.length === 0;
  const editor = useRef<CodeHandle>(null);
  const submit = () => {
    if (parsed.data) props.onSubmit(parsed.data);
  };
  const formMode = mode === 'form';
  return (
    <div className={classes.wrap} data-mode={mode}>
      <div className={classes.head}>
        <PageHeader
          icon={<EntityIcon icon={blueprint.icon} blueprint={blueprint.identifier} size={20} />}
          title={title}
          description={blueprint.title || blueprint.identifier}
          aside={dirty && <span className={classes.dirty}>{t('entity.form.unsaved')}</span>}
          actions={
            <>
              <SegmentedControl
                size="sm"
                aria-label={t('entity.form.view')}
                value={mode}
                onChange={(value) => props.onMode(value as 'form' | 'yaml')}
                data={[
                  { value: 'form', label: t('entity.form.form') },
                  { value: 'yaml', label: t('entity.form.yaml') },
                ]}
              />
              {props.cancel}
              <Button
                type={formMode ? 'submit' : 'button'}
                form={formMode ? 'entity-form' : undefined}
                onClick={formMode ? undefined : submit}
                loading={props.saving}
                disabled={!parsed.data || (!formMode && problems > 0)}
              >
                {props.submitLabel}
              </Button>
            </>
          }
        />
      </div>
      {error !== null && !(formMode && serverErrors) && !mended && (
        <Failure error={error} title={t('entity.form.refused')} />
      )}
      {formMode ? (
        <div className={classes.form}>
          {!parsed.data && (
            <p className={classes.warning} role="status">
              <IconAlertCircle size={16} aria-hidden />
              {t('entity.form.fixYaml')}
            </p>
          )}
          <Suspense fallback={<Skeleton kind="lines" rows={8} />}>
            <SchemaForm
              id="entity-form"
              schema={schema}
              uiSchema={uiSchema}
              data={formData}
              extra={WIDGETS}
              serverErrors={serverErrors}
              readOnly={!parsed.data}
              onChange={(data) => setSource((old) => editYaml(old, data))}
              onSubmit={submit}
            />
          </Suspense>
        </div>
      ) : (
        <div className={classes.code}>
          <div className={classes.codeHead}>
            <code>{props.fileName}</code>
            <span className="grow" />
            <Validity problems={problems + refusals.length} onOpen={() => editor.current?.openProblems()} />
          </div>
          <Suspense fallback={<Skeleton kind="editor" rows={8} />}>
            <YamlEditor
              ref={editor}
              label={t('editor.label', { what: title })}
              refusals={refusals}
              value={source}
              schema={schema as JsonSchema}
              onChange={setSource}
              onSave={submit}
            />
          </Suspense>
        </div>
      )}
      {blocker.status === 'blocked' && <LeaveDialog onStay={blocker.reset} onLeave={blocker.proceed} />}
    </div>
  );
}

function useEntitySchema(blueprint: Blueprint) {
  const { t } = useTranslation();
  return useMemo(
    () =>
      entitySchema(blueprint, {
        identifier: t('entity.form.identifier'),
        identifierHelp: t('entity.form.identifierHelp'),
        title: t('entity.form.title'),
        icon: t('entity.form.icon'),
        team: t('entity.form.team'),
        properties: t('entity.form.properties'),
        relations: t('entity.form.relations'),
      }),
    [blueprint, t],
  );
}
