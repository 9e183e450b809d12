import { Button, NativeSelect, SegmentedControl } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Blueprint, EntityInput, Query } from '@/api/contract';
import { Dialog } from '@/ui/dialog';
import classes from './bulk.module.css';
import type { Started } from './bulk-api';
import { BulkPlanStep } from './bulk-plan';
import { BulkProgress } from './bulk-progress';
import { type CellValue, canEdit, isMany, patchOf } from './editing';
import { type Field, NAME } from './fields';
import { ValueInput } from './value-input';

export interface BulkDialogProps {
  kind: 'change' | 'delete';
  blueprint: Blueprint;
  fields: Field[];
  query: Query | undefined;
  count: number;
  onClose: () => void;
  onDone: () => void;
}

/** Changes or deletes many entities: what, then the server's plan, then how far it is. */
export default function BulkDialog(props: BulkDialogProps) {
  const { t } = useTranslation();
  const { kind, blueprint, query, count, onClose, onDone } = props;
  const [change, setChange] = useState<Partial<EntityInput> | null>(null);
  const [running, setRunning] = useState<Started | null>(null);
  const title = t(kind === 'change' ? 'bulk.changeTitle' : 'bulk.deleteTitle', { count });
  const close = () => (running ? onDone() : onClose());
  return (
    <Dialog onClose={close} title={title} size={600}>
      {running && <BulkProgress operation={running} blueprint={blueprint.identifier} onDone={onDone} />}
      {!running && kind === 'change' && change === null && <Choose {...props} onChosen={setChange} />}
      {!running && (kind === 'delete' || change !== null) && (
        <BulkPlanStep
          order={{ blueprint: blueprint.identifier, query, change, dependents: false }}
          onBack={kind === 'change' ? () => setChange(null) : onClose}
          onStarted={setRunning}
        />
      )}
    </Dialog>
  );
}

const NOTHING: CellValue = null;

function Choose({
  blueprint,
  fields,
  onClose,
  onChosen,
}: BulkDialogProps & { onChosen: (change: Partial<EntityInput>) => void }) {
  const { t } = useTranslation();
  const owned = blueprint.ownership?.type === 'Direct';
  const choices = fields.filter((field) => field.id !== NAME && canEdit(field, owned));
  const [id, setId] = useState(choices[0]?.id ?? '');
  const [clears, setClears] = useState(false);
  const [value, setValue] = useState<CellValue>(NOTHING);
  const field = choices.find((each) => each.id === id);
  const empty = value === null || value === '' || (Array.isArray(value) && value.length === 0);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!field || (!clears && empty)) return;
    onChosen(patchOf(field, clears ? (isMany(field) ? [] : null) : value));
  };
  return (
    <form className={classes.form} onSubmit={submit}>
      <NativeSelect
        label={t('filter.field')}
        data={choices.map((each) => ({ value: each.id, label: each.label }))}
        value={id}
        data-autofocus
        onChange={(event) => {
          setId(event.currentTarget.value);
          setValue(NOTHING);
        }}
      />
      <SegmentedControl
        aria-label={t('bulk.how')}
        data={[
          { value: 'set', label: t('bulk.set') },
          { value: 'clear', label: t('bulk.clear') },
        ]}
        value={clears ? 'clear' : 'set'}
        onChange={(how) => setClears(how === 'clear')}
      />
      {field && !clears && (
        <ValueInput
          key={field.id}
          field={field}
          blueprint={blueprint}
          label={t('filter.value')}
          value={isMany(field) && value === null ? [] : value}
          onChange={setValue}
          onChoose={setValue}
        />
      )}
      <div className={classes.actions}>
        <Button variant="default" onClick={onClose}>
          {t('action.cancel')}
        </Button>
        <Button type="submit" disabled={!field || (!clears && empty)}>
          {t('bulk.preview')}
        </Button>
      </div>
    </form>
  );
}
