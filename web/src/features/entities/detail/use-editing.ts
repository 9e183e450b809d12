import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Blueprint } from '@/api/contract';
import { useSingleKeys } from '@/lib/hotkeys';
import type { EditStep } from '@/ui/data-table/types';
import { canEdit } from '../catalog/editing';
import { type Field, fieldsOf } from '../catalog/fields';

/** The properties that can be changed where they stand, and the one that is being changed. */
export interface Editing {
  open: string | null;
  fieldOf: (id: string) => Field | undefined;
  begin: (id: string | undefined) => void;
  end: (step?: EditStep) => void;
}

const ROW = 'data-property';
const buttonOf = (id: string) => document.getElementById(`edit-${id}`);

/** The rows that can be edited, from top to bottom. */
function rows(): string[] {
  return [...document.querySelectorAll(`[${ROW}]`)].map((row) => row.getAttribute(ROW) ?? '');
}

/** The row with the focus or under the pointer, else the first. */
function current(): string | undefined {
  const row = document.activeElement?.closest(`[${ROW}]`) ?? document.querySelector(`[${ROW}]:hover`);
  return row?.getAttribute(ROW) ?? rows()[0];
}

/** Changes properties in place: by their pencil, or by `e` at a row; null where nothing may be changed. */
export function useEditing(blueprint: Blueprint, on: boolean): Editing | null {
  const { t } = useTranslation();
  const [open, setOpen] = useState<string | null>(null);
  const fields = useMemo(() => {
    const label = t('catalog.name');
    const labels = { name: label, identifier: label, team: label, created: label, updated: label };
    const editable = fieldsOf(blueprint, labels).filter((field) => field.schema && canEdit(field, false));
    return new Map(editable.map((field) => [field.id, field]));
  }, [blueprint, t]);
  const begin = (id: string | undefined) => setOpen(id ?? null);
  useSingleKeys(on && !open ? { e: () => begin(current()) } : {});
  const end = (step?: EditStep) => {
    const all = rows();
    const next = step && open !== null ? all[all.indexOf(open) + (step === 'next' ? 1 : -1)] : undefined;
    begin(next);
    // The editor is gone: the keyboard goes on where it stood.
    if (next === undefined && open !== null) requestAnimationFrame(() => buttonOf(open)?.focus());
  };
  return on ? { open, fieldOf: (id) => fields.get(id), begin, end } : null;
}
