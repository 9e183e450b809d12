import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { tryQuery } from '../api';
import { useForm } from './context';
import type { ComputedSection, Part } from './edits';
import { isWhole, refusalOf, unsavedHop } from './trial';

/** How long typing must have stopped, in milliseconds. */
const STILL = 500;
/** The fields of the editor that show what is wrong with them; the preview says the rest. */
const FIELDS = new Set(['path', 'calculation', 'target', 'calculationSpec.property', 'calculationSpec.measureTimeBy']);

/** Tries a definition on real entities while it is written: what it comes to, or why it could not be saved. */
export function useTrial(section: ComputedSection, name: string, part: Part) {
  const { t } = useTranslation();
  const { data, saved } = useForm();
  const [entity, choose] = useState<string | null>(null);
  const written = JSON.stringify(part);
  const [definition] = useDebouncedValue(written, STILL);
  const hop = saved && section === 'mirrorProperties' ? unsavedHop(part, data, saved) : null;
  const whole = isWhole(section, part);
  const ready = saved !== undefined && whole && hop === null;
  const asked = { section, name, definition, entity };
  const query = useQuery({
    ...tryQuery(saved?.identifier ?? '', saved?.updatedAt ?? '', asked),
    enabled: ready && isWhole(section, JSON.parse(definition) as Part),
    placeholderData: keepPreviousData,
  });
  const refusal = ready && query.error ? refusalOf(query.error, section, name) : null;
  const said = refusal?.place ? t('trial.place', { ...refusal.place, text: refusal.text }) : refusal?.text;
  return {
    entity,
    choose,
    blueprint: saved?.identifier,
    /** What has to be done before it can be tried. */
    hint: !saved
      ? t('trial.fresh')
      : hop !== null
        ? t('trial.relation', { name: hop })
        : whole
          ? null
          : t('trial.unfinished'),
    results: query.data,
    busy: query.isFetching || definition !== written,
    failure: refusal ? null : query.error,
    retry: () => void query.refetch(),
    /** What was refused, of a field or of what no field shows. */
    refused: refusal !== null,
    wrong: (field: string) => (refusal?.field === field ? said : undefined),
    other: refusal && !FIELDS.has(refusal.field) ? said : undefined,
  };
}

export type Trial = ReturnType<typeof useTrial>;
