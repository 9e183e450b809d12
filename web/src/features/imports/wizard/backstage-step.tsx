import { Button, TextInput } from '@mantine/core';
import { IconArrowRight, IconUpload } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Card } from '@/ui/card';
import { Failure } from '@/ui/failure';
import classes from '../imports.module.css';
import type { Wanted } from './preview-step-lazy';
import { sourceOf } from './recognise';
import { packed } from './tar';

interface BackstageStepProps {
  files: readonly File[];
  /** The source that was given before. */
  source: string | undefined;
  onNext: (request: Wanted) => void;
}

/** Asks where Backstage's files come from; several are packed into one. */
export function BackstageStep({ files, source: given, onNext }: BackstageStepProps) {
  const { t } = useTranslation();
  const [source, setSource] = useState(given ?? sourceOf(files).replace(/(\.tar)?\.[a-z0-9]+$/i, ''));
  const pack = useMutation({
    mutationFn: async () => {
      const [only] = files;
      return files.length === 1 && only ? only : await packed(files, source.trim());
    },
    onSuccess: (file) => onNext({ file, source: source.trim() }),
  });
  return (
    <Card title={t('imports.upload.title')} icon={<IconUpload size={16} />}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          pack.mutate();
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
        {pack.error && <Failure title={t('imports.wizard.unreadable')} error={pack.error} />}
        <div className="row">
          <Button
            type="submit"
            rightSection={<IconArrowRight size={15} />}
            disabled={!source.trim()}
            loading={pack.isPending}
          >
            {t('imports.wizard.preview')}
          </Button>
        </div>
      </form>
      <p className={classes.hint}>
        {t('imports.upload.cli')} <code>seaway import backstage PATH</code>
      </p>
    </Card>
  );
}
