import { Button, NativeSelect } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconChecklist } from '@tabler/icons-react';
import { Link, useBlocker } from '@tanstack/react-router';
import { lazy, Suspense, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Blueprint } from '@/api/contract';
import type { JsonSchema } from '@/lib/json-schema';
import { readYaml } from '@/lib/yaml-doc';
import { Failure } from '@/ui/failure';
import { LeaveDialog } from '@/ui/leave-dialog';
import { PageHeader } from '@/ui/page-header';
import { Skeleton } from '@/ui/skeleton';
import type { ScorecardInput } from './api';
import { SCHEMA, toInput } from './document';
import { Preview } from './preview';
import classes from './scorecards.module.css';

const YamlEditor = lazy(() => import('@/ui/code/yaml-editor-lazy'));
const PAUSE = 600;

interface EditorProps {
  title: string;
  initial: string;
  blueprint: string;
  /** Where the blueprint is still to be chosen. */
  blueprints?: Blueprint[];
  onBlueprint?: (blueprint: string) => void;
  saving: boolean;
  saved: boolean;
  error: unknown;
  submitLabel: string;
  onSubmit: (input: ScorecardInput) => void;
}

/** A scorecard as YAML, beside it what it would mean for the entities that there are. */
export function ScorecardEditor(props: EditorProps) {
  const { title, initial, blueprint, blueprints, error } = props;
  const { t } = useTranslation();
  const [source, setSource] = useState(initial);
  const parsed = useMemo(() => readYaml(source), [source]);
  const input = useMemo(() => parsed.data && toInput(parsed.data), [parsed]);
  const [settled] = useDebouncedValue(input, PAUSE);
  const dirty = source !== initial && !props.saved;
  const blocker = useBlocker({ shouldBlockFn: () => dirty, enableBeforeUnload: () => dirty, withResolver: true });
  const ready = input !== null && blueprint !== '' && !props.saving;
  const submit = () => {
    if (ready) props.onSubmit(input);
  };
  return (
    <div className={classes.wrap}>
      <div className={classes.head}>
        <PageHeader
          icon={<IconChecklist size={20} />}
          title={title}
          actions={
            <div className={classes.bar}>
              {blueprints && (
                <NativeSelect
                  aria-label={t('scorecards.blueprint')}
                  data={[
                    { value: '', label: t('scorecards.chooseBlueprint') },
                    ...blueprints.map((each) => ({ value: each.identifier, label: each.title || each.identifier })),
                  ]}
                  value={blueprint}
                  onChange={(event) => props.onBlueprint?.(event.currentTarget.value)}
                />
              )}
              <Button variant="default" renderRoot={(rest) => <Link {...rest} to="/scorecards" />}>
                {t('action.cancel')}
              </Button>
              <Button disabled={!ready} loading={props.saving} onClick={submit}>
                {props.submitLabel}
              </Button>
            </div>
          }
        />
      </div>
      {error !== null && <Failure error={error} />}
      <div className={classes.editor}>
        <div className={classes.code}>
          <Suspense fallback={<Skeleton kind="editor" rows={12} />}>
            <YamlEditor
              label={t('scorecards.editor')}
              value={source}
              schema={SCHEMA as JsonSchema}
              onChange={setSource}
              onSave={submit}
            />
          </Suspense>
        </div>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard. */}
        <section className={classes.side} tabIndex={0} aria-label={t('scorecards.preview')}>
          <h2>{t('scorecards.preview')}</h2>
          {input === null ? (
            <p className="muted">{t('scorecards.unreadable')}</p>
          ) : (
            <Preview blueprint={blueprint} input={settled} />
          )}
        </section>
      </div>
      {blocker.status === 'blocked' && <LeaveDialog onStay={blocker.reset} onLeave={blocker.proceed} />}
    </div>
  );
}
