import { IconSearch } from '@tabler/icons-react';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Kbd } from '@/ui/kbd';
import { optionId, RESULTS } from './list';
import classes from './palette.module.css';

interface FieldProps {
  value: string;
  /** The key of the highlighted line. */
  current: string | undefined;
  onChange: (text: string) => void;
  onKeyDown: (event: KeyboardEvent) => void;
}

/** Where one types. The focus stays here and names the highlighted line. */
export function PaletteField({ value, current, onChange, onKeyDown }: FieldProps) {
  const { t } = useTranslation();
  return (
    <div className={classes.field}>
      <IconSearch size={18} aria-hidden />
      <input
        data-autofocus
        type="text"
        role="combobox"
        aria-label={t('palette.title')}
        aria-expanded={current !== undefined}
        aria-controls={RESULTS}
        aria-activedescendant={current === undefined ? undefined : optionId(current)}
        aria-autocomplete="list"
        autoComplete="off"
        spellCheck={false}
        placeholder={t('palette.placeholder')}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <Kbd>Esc</Kbd>
    </div>
  );
}
