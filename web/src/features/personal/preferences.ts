import { useMantineColorScheme } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Preferences, PreferencesPatch } from '@/api/contract';
import { setDense } from '@/lib/density';
import { setSingleKeys } from '@/lib/hotkeys';
import { chooseLanguage } from '@/lib/i18n';
import { chosenLanguage } from '@/lib/i18n/languages';
import { setTimeZone } from '@/lib/time-zone';
import { toastFailure } from '@/ui/toast';
import { personalKeys, preferencesQuery, savePreferences } from './api';

/** Makes this browser what the person chose; its copy serves the first paint of the next start. */
function useApply(): (chosen: Partial<Preferences>) => void {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return ({ theme, language, density, singleKeys, timeZone }) => {
    if (theme && theme !== colorScheme) setColorScheme(theme);
    if (language && language !== chosenLanguage()) chooseLanguage(language).catch(toastFailure);
    if (density) setDense(density === 'compact');
    if (singleKeys !== undefined) setSingleKeys(singleKeys);
    if (timeZone !== undefined) setTimeZone(timeZone);
  };
}

/** Follows what the person chose in another browser. */
export function useFollowPreferences(): void {
  const { data } = useQuery(preferencesQuery);
  const apply = useApply();
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is chosen here is applied here already.
  useEffect(() => {
    if (data) apply(data);
  }, [data]);
}

/** Chooses: here at once, and on the server for every other browser. */
export function useChoose(): (patch: PreferencesPatch) => void {
  const queryClient = useQueryClient();
  const apply = useApply();
  return (patch) => {
    const known = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
    queryClient.setQueryData(personalKeys.preferences, (old) => (old ? ({ ...old, ...known } as Preferences) : old));
    apply(known as Partial<Preferences>);
    savePreferences(patch)
      .then((saved) => queryClient.setQueryData(personalKeys.preferences, saved))
      .catch((error: unknown) => {
        toastFailure(error);
        void queryClient.invalidateQueries({ queryKey: personalKeys.preferences });
      });
  };
}
