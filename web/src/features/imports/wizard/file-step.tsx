import { Button, Loader, SegmentedControl } from '@mantine/core';
import { IconFile, IconFolder, IconUpload } from '@tabler/icons-react';
import { type DragEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatBytes } from './bytes';
import type { Kind } from './recognise';
import classes from './wizard.module.css';

const TYPES = '.csv,.tsv,.txt,.json,.ndjson,.jsonl,.yaml,.yml,.zip,.tar,.tgz,.gz';

interface FileStepProps {
  files: readonly File[];
  kind: Kind;
  busy: boolean;
  onChoose: (files: readonly File[]) => void;
  onKind: (kind: Kind) => void;
}

/** Takes files by drop, dialog or keyboard, and says what they were recognised as. */
export function FileStep({ files, kind, busy, onChoose, onKind }: FileStepProps) {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const take = (list: FileList | null) => {
    const chosen = [...(list ?? [])];
    if (chosen.length > 0) onChoose(chosen);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files);
  };
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is one way of three; the buttons inside are the others */}
      <div
        className={classes.drop}
        data-over={over || undefined}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <span className={classes.dropIcon}>{busy ? <Loader size={26} /> : <IconUpload size={28} stroke={1.5} />}</span>
        <p className={classes.dropTitle}>{busy ? t('imports.wizard.reading') : t('imports.wizard.drop')}</p>
        <p className={classes.dropText}>{t('imports.wizard.formats')}</p>
        <div className="row wrap">
          <Button
            variant={files.length > 0 ? 'default' : 'filled'}
            leftSection={<IconFile size={15} />}
            disabled={busy}
            onClick={() => input.current?.click()}
          >
            {t('imports.wizard.chooseFile')}
          </Button>
          <Button
            variant="default"
            leftSection={<IconFolder size={15} />}
            disabled={busy}
            onClick={() => folder.current?.click()}
          >
            {t('imports.wizard.chooseFolder')}
          </Button>
        </div>
        <input ref={input} type="file" hidden multiple accept={TYPES} onChange={(event) => take(event.target.files)} />
        <input
          ref={folder}
          type="file"
          hidden
          {...{ webkitdirectory: '' }}
          onChange={(event) => take(event.target.files)}
        />
      </div>
      {files.length > 0 && (
        <div className={classes.chosen}>
          <span className="grow truncate">
            <b>{files.length === 1 ? files[0]?.name : t('imports.wizard.files', { count: files.length })}</b>{' '}
            <span className="muted figures">{formatBytes(files.reduce((sum, { size }) => sum + size, 0))}</span>
          </span>
          <SegmentedControl
            aria-label={t('imports.wizard.kind')}
            value={kind}
            disabled={busy || files.length > 1}
            onChange={(next) => onKind(next as Kind)}
            data={(['table', 'backstage'] as const).map((value) => ({
              value,
              label: t(`imports.wizard.kinds.${value}`),
            }))}
          />
        </div>
      )}
    </>
  );
}
