import { useComputedColorScheme } from '@mantine/core';
import { useMemo } from 'react';
import type { Palette } from './options';

/** The tokens as colours, read again when the scheme changes. */
export function usePalette(): Palette {
  const scheme = useComputedColorScheme('light');
  // biome-ignore lint/correctness/useExhaustiveDependencies: the tokens' values follow the scheme
  return useMemo(() => {
    const style = getComputedStyle(document.documentElement);
    const token = (name: string) => style.getPropertyValue(name).trim();
    return {
      token,
      series: [...[1, 2, 3, 4, 5, 6].map((number) => `--c${number}`), '--bronze-dot', '--mute-dot'].map(token),
      ink: token('--ink-2'),
      faint: token('--ink-3'),
      line: token('--line'),
      surface: token('--surface'),
      raised: token('--raised'),
      font: token('--font-sans'),
    };
  }, [scheme]);
}
