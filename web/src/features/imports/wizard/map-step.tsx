import { Button, NativeSelect, Select, TextInput } from '@mantine/core';
import { IconArrowLeft, IconArrowRight, IconTable } from '@tabler/icons-react';
import type { UseMutationResult } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Blueprint, TableFile } from '@/api/contract';
import { Card } from '@/ui/card';
import { Failure } from '@/ui/failure';
import type { Reading } from '../actions';
import { ColumnTable } from './column-table';
import { type Choice, choicesFresh, filled, flawOf, named } from './model';
import type { Draft } from './use-draft';
import classes from './wizard.module.css';

type Inspect = UseMutationResult<TableFile, Error, { file: File; reading: Reading }>;
const FRESH = '\n';

interface MapStepProps {
  draft: Draft;
  blueprints: readonly Blueprint[];
  inspect: Inspect;
  onChange: (draft: Draft) => void;
  onBack: () => void;
  onNext: () => void;
}

/** Says what the rows become and where each column goes. */
export function MapStep({ draft, blueprints, inspect, onChange, onBack, onNext }: MapStepProps) {
  const { t } = useTranslation();
  const { table, target, choices } = draft;
  const flaws = choices.some((choice) => flawOf(choice, choices, target.known) !== null);
  const complete = named(choices) && !flaws && target.identifier.trim() !== '' && draft.source.trim() !== '';
  const set = (choice: Choice) =>
    onChange({ ...draft, choices: choices.map((each) => (each.column === choice.column ? choice : each)) });
  const used = choices.filter((each) => filled(each) !== null).length;
  return (
    <>
      <TargetForm draft={draft} blueprints={blueprints} inspect={inspect} onChange={onChange} />
      {inspect.error && <Failure title={t('imports.wizard.unreadable')} error={inspect.error} />}
      <Card
        flush
        title={t('imports.wizard.columns')}
        icon={<IconTable size={16} />}
        action={<span className="muted small">{t('imports.wizard.used', { used, count: choices.length })}</span>}
      >
        <ColumnTable table={table} choices={choices} target={target} blueprints={blueprints} onChange={set} />
      </Card>
      {table.problems.length > 0 && (
        <div className={classes.note} role="status">
          <p>{t('imports.wizard.broken', { count: table.problems.length })}</p>
          <ul>
            {table.problems.slice(0, 5).map((each) => (
              <li key={each.line}>{t('imports.wizard.line', each)}</li>
            ))}
          </ul>
        </div>
      )}
      <div className={classes.actions}>
        {!named(choices) && (
          <span className={classes.bad} role="status">
            {t('imports.wizard.unnamed')}
          </span>
        )}
        <Button variant="default" leftSection={<IconArrowLeft size={15} />} onClick={onBack}>
          {t('imports.wizard.back')}
        </Button>
        <Button rightSection={<IconArrowRight size={15} />} disabled={!complete} onClick={onNext}>
          {t('imports.wizard.preview')}
        </Button>
      </div>
    </>
  );
}

function TargetForm({ draft, blueprints, inspect, onChange }: Omit<MapStepProps, 'onBack' | 'onNext'>) {
  const { t } = useTranslation();
  const { table, target, reading, file } = draft;
  const again = (part: Reading) => inspect.mutate({ file, reading: { ...reading, ...part } });
  const choose = (value: string | null) => {
    if (value === null) return;
    if (value !== FRESH) return again({ blueprint: value });
    const { blueprint: _, ...rest } = reading;
    if (target.known) {
      const fresh = { identifier: '', title: '', known: null };
      onChange({ ...draft, reading: rest, target: fresh, choices: choicesFresh(draft.choices, target.known) });
    }
  };
  return (
    <div className={classes.target}>
      <Select
        label={t('imports.wizard.blueprint')}
        searchable
        value={target.known ? target.known.identifier : FRESH}
        onChange={choose}
        data={[
          { value: FRESH, label: t('imports.wizard.newBlueprint') },
          ...blueprints.map(({ identifier, title }) => ({ value: identifier, label: title })),
        ]}
      />
      {!target.known && (
        <>
          <TextInput
            label={t('imports.wizard.identifier')}
            required
            maxLength={100}
            value={target.identifier}
            onChange={(event) => onChange({ ...draft, target: { ...target, identifier: event.currentTarget.value } })}
          />
          <TextInput
            label={t('imports.wizard.title')}
            maxLength={100}
            value={target.title}
            onChange={(event) => onChange({ ...draft, target: { ...target, title: event.currentTarget.value } })}
          />
        </>
      )}
      <TextInput
        label={t('imports.upload.source')}
        required
        maxLength={100}
        value={draft.source}
        onChange={(event) => onChange({ ...draft, source: event.currentTarget.value })}
      />
      <NativeSelect
        label={t('imports.wizard.encoding')}
        value={table.encoding}
        data={[
          { value: 'utf-8', label: 'UTF-8' },
          { value: 'utf-16', label: 'UTF-16' },
          { value: 'latin-1', label: 'Latin-1' },
        ]}
        onChange={(event) => again({ encoding: event.currentTarget.value })}
      />
      {table.format === 'csv' && (
        <NativeSelect
          label={t('imports.wizard.delimiter')}
          value={table.delimiter ?? ','}
          data={[',', ';', '\t', '|'].map((value) => ({
            value,
            label: value === '\t' ? t('imports.wizard.tab') : value,
          }))}
          onChange={(event) => again({ delimiter: event.currentTarget.value })}
        />
      )}
    </div>
  );
}
