import { Button, Checkbox, Loader } from '@mantine/core';
import { IconArrowLeft, IconUpload } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportRun } from '@/api/contract';
import { formatNumber } from '@/lib/format';
import { Failure } from '@/ui/failure';
import { cancelImport, type ImportRequest, startImport } from '../actions';
import { importKeys, importQuery } from '../api';
import { Counts } from '../counts';
import { Outcome } from '../outcome';
import { ProgressLine } from '../progress-line';
import { type ImportSearch, isOver } from '../status';
import classes from './wizard.module.css';

/** What is to be imported, from where. */
export type Wanted = Pick<ImportRequest, 'file' | 'source' | 'mapping'>;

/** Tries the import, shows what it would do, and does it when it is told to. */
export default function PreviewStep({ request, onBack }: { request: Wanted; onBack: () => void }) {
  const { t } = useTranslation();
  const [confirmRemovals, setConfirmRemovals] = useState(false);
  const trial = useMutation({ mutationFn: () => startImport({ ...request, dryRun: true, confirmRemovals }) });
  const { mutate } = trial;
  // biome-ignore lint/correctness/useExhaustiveDependencies: tried anew when the person decides about removals
  useEffect(() => mutate(), [mutate, confirmRemovals]);
  const watch = useQuery({ ...importQuery(trial.data?.id ?? ''), enabled: trial.data !== undefined });
  const run = trial.isPending ? undefined : watch.data;
  const error = trial.error ?? watch.error;
  const removals = run?.plan?.policies.some(({ name }) => name === 'removals') ?? false;
  if (error || run?.status === 'failed') {
    return (
      <>
        <Failure
          title={t('imports.wizard.untried')}
          error={error ?? new Error(run?.error?.message ?? '')}
          onRetry={() => mutate()}
        />
        <Back onBack={onBack} />
      </>
    );
  }
  if (!run || !isOver(run.status)) return <Trying run={run} onBack={onBack} />;
  return (
    <>
      <div className={classes.verdict}>
        <Counts run={run} />
        {(removals || confirmRemovals) && (
          <Checkbox
            label={t('imports.wizard.removals')}
            description={run.plan?.policies.find(({ name }) => name === 'removals')?.message}
            checked={confirmRemovals}
            onChange={(event) => setConfirmRemovals(event.currentTarget.checked)}
          />
        )}
      </div>
      <Listed run={run} />
      <div className={classes.actions}>
        <Back onBack={onBack} />
        <Start run={run} send={() => startImport({ ...request, dryRun: false, confirmRemovals })} />
      </div>
    </>
  );
}

function Listed({ run }: { run: ImportRun }) {
  const [show, setShow] = useState<ImportSearch['show']>(run.counts.rejected > 0 ? 'rejected' : 'plan');
  return (
    <div className={classes.outcome}>
      <Outcome run={run} show={show} onShow={setShow} />
    </div>
  );
}

function Back({ onBack }: { onBack: () => void }) {
  const { t } = useTranslation();
  return (
    <Button variant="default" leftSection={<IconArrowLeft size={15} />} onClick={onBack}>
      {t('imports.wizard.back')}
    </Button>
  );
}

function Trying({ run, onBack }: { run: ImportRun | undefined; onBack: () => void }) {
  const { t } = useTranslation();
  const stop = () => {
    if (run) void cancelImport(run.id).catch(() => undefined); // it ended in the meantime
    onBack();
  };
  return (
    <div className={classes.trying} role="status">
      <Loader size={26} />
      <p>{t('imports.wizard.trying')}</p>
      {run && run.progress.total > 0 && <ProgressLine run={run} />}
      <Button variant="default" onClick={stop}>
        {t('action.cancel')}
      </Button>
    </div>
  );
}

function Start({ run, send }: { run: ImportRun; send: () => Promise<ImportRun> }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const start = useMutation({
    mutationFn: send,
    onSuccess: async (started) => {
      await queryClient.invalidateQueries({ queryKey: importKeys.all });
      await navigate({ to: '/imports/$id', params: { id: started.id }, search: {} });
    },
  });
  return (
    <>
      {start.error && <Failure title={t('imports.upload.refused')} error={start.error} />}
      <Button
        leftSection={<IconUpload size={15} />}
        loading={start.isPending}
        disabled={run.counts.accepted === 0}
        onClick={() => start.mutate()}
      >
        {t(run.origin.type === 'table' ? 'imports.wizard.import' : 'imports.wizard.importDocuments', {
          count: run.counts.accepted,
          number: formatNumber(run.counts.accepted),
        })}
      </Button>
    </>
  );
}
