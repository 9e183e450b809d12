import { useQueryClient } from '@tanstack/react-query';
import { type KeyboardEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Blueprint, Entity } from '@/api/contract';
import type { EditStep } from '@/ui/data-table/types';
import { toastFailure, toastUndo } from '@/ui/toast';
import { refreshEntities } from '../api';
import { ChangedMeanwhile, saveValue } from '../saving';
import classes from './cell-editor.module.css';
import { type CellValue, heldBy, sameValue, textOf } from './editing';
import type { Field } from './fields';
import { ValueInput } from './value-input';

interface CellEditorProps {
  blueprint: Blueprint;
  entity: Entity;
  field: Field;
  done: (go?: EditStep) => void;
}

/** Edits a value where it stands: Enter saves, Tab saves and goes on, Escape takes it back; errors stay at the cell. */
export default function CellEditor({ blueprint, entity, field, done }: CellEditorProps) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const before = useRef(heldBy(entity, field));
  const [value, setValue] = useState<CellValue>(before.current);
  const [error, setError] = useState<string | null>(null);
  const [saving, setSaving] = useState(false);
  const name = entity.title || entity.identifier;
  const write = async (from: CellValue, to: CellValue) => {
    await saveValue({ blueprint: blueprint.identifier, identifier: entity.identifier, field }, from, to);
    await refreshEntities(queryClient, blueprint.identifier);
  };
  const failed = (failure: unknown, text: 'edit.changed' | 'edit.undoLate') => {
    if (failure instanceof ChangedMeanwhile) return t(text, { value: textOf(failure.now) || t('form.unset') });
    return failure instanceof Error ? failure.message : String(failure);
  };
  const save = async (next: CellValue, go?: EditStep) => {
    if (saving) return;
    const old = before.current;
    if (sameValue(next, old)) return done(go);
    setSaving(true);
    try {
      await write(old, next);
      toastUndo(t('edit.done', { field: field.label, name }), () => {
        write(next, old).catch((failure: unknown) => toastFailure(failed(failure, 'edit.undoLate')));
      });
      done(go);
    } catch (failure) {
      // Who saves again knows what it replaces.
      if (failure instanceof ChangedMeanwhile) before.current = failure.now;
      setError(failed(failure, 'edit.changed'));
      setSaving(false);
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === 'Escape') done();
    else if (event.key === 'Enter' && !event.defaultPrevented) void save(value);
    else if (event.key === 'Tab') void save(value, event.shiftKey ? 'previous' : 'next');
    else return;
    event.preventDefault();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only hears the keys of the control inside.
    <div className={classes.editor} onKeyDown={onKeyDown}>
      <ValueInput
        field={field}
        blueprint={blueprint}
        label={t('edit.label', { field: field.label, name })}
        value={value}
        disabled={saving}
        onChange={(next) => {
          setValue(next);
          setError(null);
        }}
        onChoose={(next) => void save(next)}
      />
      {error && (
        <p className={classes.error} role="alert">
          {error}
        </p>
      )}
    </div>
  );
}
