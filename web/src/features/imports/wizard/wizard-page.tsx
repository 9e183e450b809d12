import { IconFileImport } from '@tabler/icons-react';
import { useMutation, useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportRun } from '@/api/contract';
import { usePage } from '@/lib/page';
import { Failure } from '@/ui/failure';
import { PageHeader } from '@/ui/page-header';
import { Skeleton } from '@/ui/skeleton';
import { inspectTable } from '../actions';
import { importQuery } from '../api';
import { BackstageStep } from './backstage-step';
import { FileStep } from './file-step';
import { MapStep } from './map-step';
import { mappingOf } from './model';
import type { Wanted } from './preview-step-lazy';
import { type Kind, recognise, sourceOf } from './recognise';
import { type Draft, draftOf, useDraft } from './use-draft';
import classes from './wizard.module.css';

const route = getRouteApi('/app/imports/new');
const PreviewStep = lazy(() => import('./preview-step-lazy'));
/** A table goes by its columns; Backstage's files say themselves what they are. */
const STEPS = { table: ['file', 'map', 'preview'], backstage: ['file', 'preview'] } as const;
type Step = (typeof STEPS)['table'][number];

/** From a file to its import, step by step; with `again`, as an earlier import mapped its columns. */
export function WizardPage() {
  const { again } = route.useSearch();
  return again ? <Again id={again} /> : <Wizard earlier={null} />;
}

function Again({ id }: { id: string }) {
  const { data: earlier } = useSuspenseQuery(importQuery(id));
  return <Wizard earlier={earlier} />;
}

function Wizard({ earlier }: { earlier: ImportRun | null }) {
  const { t } = useTranslation();
  usePage(t('imports.new'), [{ label: t('nav.imports'), to: '/imports' }]);
  const [files, setFiles] = useState<readonly File[]>([]);
  const [kind, setKind] = useState<Kind>('table');
  const [step, setStep] = useState<Step>('file');
  const { draft, setDraft, blueprints } = useDraft();
  const [bundle, setBundle] = useState<Wanted | null>(null);
  const wanted = kind === 'backstage' ? bundle : draft && wantedOf(draft);
  const mapping = earlier?.origin.mapping ?? null;
  const inspect = useMutation({
    mutationFn: ({ file, reading }: { file: File; reading: Draft['reading'] }) => inspectTable(file, reading),
    onSuccess: (table, { file, reading }) => {
      const source = draft?.file === file ? draft.source : (earlier?.source ?? sourceOf([file]));
      setDraft(draftOf({ table, file, reading, source, earlier: mapping, blueprints }));
      setStep('map');
    },
  });
  const choose = async (chosen: readonly File[]) => {
    inspect.reset();
    setFiles(chosen);
    setDraft(null);
    setBundle(null);
    setStep('file');
    const found = await recognise(chosen);
    setKind(found);
    const [file] = chosen;
    if (found === 'table' && file) look(file);
  };
  const look = (file: File) => {
    const known = mapping && blueprints.some(({ identifier }) => identifier === mapping.blueprint);
    inspect.mutate({ file, reading: known ? { blueprint: mapping.blueprint } : {} });
  };
  const switchTo = (next: Kind) => {
    setKind(next);
    const [file] = files;
    if (next === 'table' && file) look(file);
    else setStep('file');
  };
  return (
    <div className="page">
      <PageHeader
        icon={<IconFileImport size={20} />}
        title={t('imports.new')}
        description={earlier ? t('imports.wizard.again', { source: earlier.source }) : t('imports.wizard.text')}
      />
      <Steps steps={STEPS[kind]} at={step} onGo={wanted ? setStep : undefined} />
      {step === 'file' && (
        <FileStep
          files={files}
          kind={kind}
          busy={inspect.isPending}
          onChoose={(chosen) => void choose(chosen)}
          onKind={switchTo}
        />
      )}
      {step === 'file' && inspect.error && kind === 'table' && (
        <Failure title={t('imports.wizard.unreadable')} error={inspect.error} />
      )}
      {step === 'file' && kind === 'backstage' && files.length > 0 && (
        <BackstageStep
          key={sourceOf(files)}
          files={files}
          source={bundle?.source}
          onNext={(request) => {
            setBundle(request);
            setStep('preview');
          }}
        />
      )}
      {step === 'map' && draft && (
        <MapStep
          draft={draft}
          blueprints={blueprints}
          inspect={inspect}
          onChange={setDraft}
          onBack={() => setStep('file')}
          onNext={() => setStep('preview')}
        />
      )}
      <Suspense fallback={<Skeleton kind="lines" />}>
        {step === 'preview' && wanted && (
          <PreviewStep request={wanted} onBack={() => setStep(kind === 'table' ? 'map' : 'file')} />
        )}
      </Suspense>
    </div>
  );
}

function wantedOf({ file, source, table, target, choices }: Draft): Wanted {
  return { file, source: source.trim(), mapping: mappingOf(table, target, choices) };
}

interface StepsProps {
  steps: readonly Step[];
  at: Step;
  onGo: ((step: Step) => void) | undefined;
}

/** Where the person is; steps that are behind can be gone back to. */
function Steps({ steps, at, onGo }: StepsProps) {
  const { t } = useTranslation();
  const here = steps.indexOf(at);
  return (
    <ol className={classes.steps} aria-label={t('imports.wizard.steps')}>
      {steps.map((step, place) => (
        <li key={step} aria-current={step === at ? 'step' : undefined} data-done={place < here || undefined}>
          {place < here && onGo ? (
            <button type="button" onClick={() => onGo(step)}>
              <span className={classes.number}>{place + 1}</span>
              {t(`imports.wizard.step.${step}`)}
            </button>
          ) : (
            <>
              <span className={classes.number}>{place + 1}</span>
              {t(`imports.wizard.step.${step}`)}
            </>
          )}
        </li>
      ))}
    </ol>
  );
}
