import { NativeSelect, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type Choice, NEW, NEW_RELATION, TYPE_NAMES } from './model';

export interface LinkTarget {
  identifier: string;
  title: string;
}

interface PlaceFieldsProps {
  column: string;
  choice: Choice;
  targets: readonly LinkTarget[];
  onSet: (part: Partial<Choice>) => void;
}

/** What a place needs to be told beside its name: of a new property, a new relation, or how targets are named. */
export function PlaceFields({ column, choice, targets, onSet }: PlaceFieldsProps) {
  const { t } = useTranslation();
  const fresh = choice.place === NEW || choice.place === NEW_RELATION;
  const linked = choice.place === NEW_RELATION || choice.place.startsWith('relations.');
  return (
    <>
      {fresh && (
        <TextInput
          aria-label={t(choice.place === NEW ? 'imports.wizard.propertyOf' : 'imports.wizard.relationOf', {
            name: column,
          })}
          value={choice.name}
          maxLength={100}
          onChange={(event) => onSet({ name: event.currentTarget.value })}
        />
      )}
      {choice.place === NEW && (
        <NativeSelect
          aria-label={t('imports.wizard.typeOf', { name: column })}
          value={choice.type}
          data={TYPE_NAMES.map((value) => ({ value, label: t(`imports.wizard.type.${value}`) }))}
          onChange={(event) => onSet({ type: event.currentTarget.value as Choice['type'] })}
        />
      )}
      {choice.place === NEW_RELATION && <LinkFields column={column} choice={choice} targets={targets} onSet={onSet} />}
      {linked && (
        <NativeSelect
          aria-label={t('imports.wizard.byOf', { name: column })}
          value={choice.by}
          data={(['identifier', 'title'] as const).map((value) => ({ value, label: t(`imports.wizard.by.${value}`) }))}
          onChange={(event) => onSet({ by: event.currentTarget.value as Choice['by'] })}
        />
      )}
    </>
  );
}

/** Where a new relation leads, and to how many. */
function LinkFields({ column, choice: { link }, targets, onSet }: PlaceFieldsProps) {
  const { t } = useTranslation();
  return (
    <>
      <NativeSelect
        aria-label={t('imports.wizard.targetOf', { name: column })}
        value={link.target}
        data={[
          { value: '', label: t('imports.wizard.target') },
          ...targets.map(({ identifier, title }) => ({ value: identifier, label: title || identifier })),
        ]}
        onChange={(event) => onSet({ link: { ...link, target: event.currentTarget.value } })}
      />
      <NativeSelect
        aria-label={t('imports.wizard.manyOf', { name: column })}
        value={link.many ? 'many' : 'one'}
        data={(['one', 'many'] as const).map((value) => ({ value, label: t(`imports.wizard.many.${value}`) }))}
        onChange={(event) => onSet({ link: { ...link, many: event.currentTarget.value === 'many' } })}
      />
    </>
  );
}
