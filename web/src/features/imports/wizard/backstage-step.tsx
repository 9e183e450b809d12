import { Button, Checkbox, TextInput } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Card } from '@/ui/card';
import { Failure } from '@/ui/failure';
import { startImport } from '../actions';
import { importKeys } from '../api';
import classes from '../imports.module.css';
import { sourceOf } from './recognise';
import { packed } from './tar';

/** Imports Backstage's files as they are, and goes to the page that shows what becomes of them. */
export function BackstageStep({ files }: { files: readonly File[] }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const [source, setSource] = useState(sourceOf(files).replace(/(\.tar)?\.[a-z0-9]+$/i, ''));
  const [dryRun, setDryRun] = useState(false);
  const [confirmRemovals, setConfirmRemovals] = useState(false);
  const start = useMutation({
    mutationFn: async () => {
      const [only] = files;
      const file = files.length === 1 && only ? only : await packed(files, source.trim());
      return startImport({ file, source: source.trim(), dryRun, confirmRemovals });
    },
    onSuccess: async (run) => {
      await queryClient.invalidateQueries({ queryKey: importKeys.all });
      await navigate({ to: '/imports/$id', params: { id: run.id }, search: {} });
    },
  });
  return (
    <Card title={t('imports.upload.title')} icon={<IconUpload size={16} />}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          start.mutate();
        }}
      >
        <TextInput
          label={t('imports.upload.source')}
          description={t('imports.upload.sourceHelp')}
          required
          maxLength={100}
          value={source}
          onChange={(event) => setSource(event.currentTarget.value)}
        />
        <Checkbox
          label={t('imports.upload.dryRun')}
          checked={dryRun}
          onChange={(event) => setDryRun(event.currentTarget.checked)}
        />
        <Checkbox
          label={t('imports.upload.confirmRemovals')}
          checked={confirmRemovals}
          onChange={(event) => setConfirmRemovals(event.currentTarget.checked)}
        />
        {start.error && <Failure title={t('imports.upload.refused')} error={start.error} />}
        <div className="row">
          <Button
            type="submit"
            leftSection={<IconUpload size={15} />}
            disabled={!source.trim()}
            loading={start.isPending}
          >
            {t(dryRun ? 'imports.upload.try' : 'imports.upload.start')}
          </Button>
        </div>
      </form>
      <p className={classes.hint}>
        {t('imports.upload.cli')} <code>seaway import backstage PATH</code>
      </p>
    </Card>
  );
}
