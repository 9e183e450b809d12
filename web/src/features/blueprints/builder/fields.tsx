import { NumberInput, Select, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dot } from '@/ui/badge';
import { toneOfColor } from '@/ui/tone';
import { useForm } from './context';
import { type Section, setField } from './edits';
import { text } from './text';

interface FieldProps {
  section: Section;
  name: string;
  field: string | string[];
  value: unknown;
  label: string;
  description?: string;
  error?: string | undefined;
  mono?: boolean;
}

/** A text of a part; empty takes it away. */
export function TextField({ section, name, field, value, label, description, error, mono = false }: FieldProps) {
  const { edit } = useForm();
  return (
    <TextInput
      label={label}
      description={description}
      error={error}
      value={text(value)}
      autoComplete="off"
      styles={mono ? { input: { fontFamily: 'var(--font-mono)' } } : undefined}
      onChange={(event) => edit(setField(section, name, field, event.currentTarget.value))}
    />
  );
}

/** A text of several lines. */
export function LongField({ section, name, field, value, label, description, error, mono = false }: FieldProps) {
  const { edit } = useForm();
  return (
    <Textarea
      label={label}
      description={description}
      error={error}
      autosize
      minRows={mono ? 3 : 1}
      maxRows={12}
      value={text(value)}
      styles={mono ? { input: { fontFamily: 'var(--font-mono)' } } : undefined}
      onChange={(event) => edit(setField(section, name, field, event.currentTarget.value))}
    />
  );
}

export function NumberField({ section, name, field, value, label, description }: FieldProps) {
  const { edit } = useForm();
  return (
    <NumberInput
      label={label}
      description={description}
      hideControls
      value={typeof value === 'number' ? value : ''}
      onChange={(next) => edit(setField(section, name, field, typeof next === 'number' ? next : ''))}
    />
  );
}

/** JSON that is taken over when the field is left and holds. */
export function JsonField({ section, name, field, value, label, description }: FieldProps) {
  const { t } = useTranslation();
  const { edit } = useForm();
  const [draft, setDraft] = useState<string | null>(null);
  const [wrong, setWrong] = useState(false);
  const take = () => {
    if (draft === null) return;
    try {
      edit(setField(section, name, field, draft.trim() === '' ? '' : JSON.parse(draft)));
      setWrong(false);
      setDraft(null);
    } catch {
      setWrong(true);
    }
  };
  return (
    <Textarea
      label={label}
      description={description}
      error={wrong && t('builder.notJson')}
      autosize
      minRows={2}
      maxRows={12}
      value={draft ?? (value === undefined ? '' : JSON.stringify(value, null, 2))}
      styles={{ input: { fontFamily: 'var(--font-mono)' } }}
      onChange={(event) => setDraft(event.currentTarget.value)}
      onBlur={take}
    />
  );
}

export const COLORS = [
  'blue',
  'turquoise',
  'orange',
  'purple',
  'pink',
  'yellow',
  'green',
  'red',
  'gold',
  'silver',
  'paleBlue',
  'darkGray',
  'lightGray',
  'bronze',
  'lime',
  'olive',
  'brown',
];

interface ColorFieldProps {
  label: string;
  value: string | undefined;
  onChange: (color: string | undefined) => void;
}

/** One of the API's colours, shown by the tone that the portal gives it. */
export function ColorField({ label, value, onChange }: ColorFieldProps) {
  const { t } = useTranslation();
  return (
    <Select
      aria-label={label}
      placeholder={t('builder.noColor')}
      data={COLORS}
      value={value ?? null}
      clearable
      clearButtonProps={{ 'aria-label': t('builder.noColor') }}
      leftSection={value ? <Dot tone={toneOfColor(value)} /> : undefined}
      renderOption={({ option }) => (
        <span className="row">
          <Dot tone={toneOfColor(option.value)} />
          {option.label}
        </span>
      )}
      onChange={(color) => onChange(color ?? undefined)}
    />
  );
}
