import { Autocomplete } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { orderedProperties } from '../model';
import { useForm } from './context';
import { COMPUTED, type Part, partsOf, setField } from './edits';
import { type Place, pathChoices } from './mirror-paths';
import { text } from './text';

/** Every blueprint as a path passes through it; the own one as it stands in the form. */
function usePlaces(): Map<string, Place> {
  const { data, saved, known } = useForm();
  return useMemo(() => {
    const targets = (relations: Record<string, { target?: unknown }>) =>
      new Map(Object.entries(relations).map(([relation, { target }]) => [relation, text(target)]));
    const places = new Map<string, Place>(
      known.map((each) => [
        each.identifier,
        { relations: targets(each.relations), names: orderedProperties(each).map(([name]) => name) },
      ]),
    );
    const sections = ['properties', ...COMPUTED] as const;
    const own: Place = {
      relations: targets(Object.fromEntries(partsOf(data, 'relations'))),
      names: sections.flatMap((section) => partsOf(data, section).map(([name]) => name)),
    };
    for (const identifier of [saved?.identifier ?? '', text(data.identifier)]) places.set(identifier, own);
    return places;
  }, [data, saved, known]);
}

interface MirrorFieldProps {
  name: string;
  part: Part;
  error: string | undefined;
}

/** The path of a mirror, completed relation by relation up to what is shown. */
export function MirrorField({ name, part, error }: MirrorFieldProps) {
  const { t } = useTranslation();
  const { data, edit } = useForm();
  const [open, setOpen] = useState(false);
  const places = usePlaces();
  const path = text(part.path);
  const choices = useMemo(() => pathChoices(path, text(data.identifier), places), [path, data.identifier, places]);
  return (
    <Autocomplete
      label={t('builder.path')}
      description={t('builder.pathText')}
      error={error}
      data={choices}
      value={path}
      dropdownOpened={open && choices.length > 0}
      onDropdownOpen={() => setOpen(true)}
      onDropdownClose={() => setOpen(false)}
      // A relation is not the end of the path: the list stays, with what comes after it.
      onOptionSubmit={(value) => value.endsWith('.') && requestAnimationFrame(() => setOpen(true))}
      styles={{ input: { fontFamily: 'var(--font-mono)' } }}
      onChange={(next) => edit(setField('mirrorProperties', name, 'path', next))}
    />
  );
}
