export const modes = ['split', 'form', 'yaml'] as const;
export type Mode = (typeof modes)[number];

export interface BuilderSearch {
  /** How the blueprint is shown; the history takes its place. */
  mode?: Mode | 'history';
}
export interface NewSearch {
  mode?: Mode;
  /** The blueprint to begin from. */
  from?: string;
}

const modeIn = (value: unknown) => modes.find((mode) => mode === value);

export function parseBuilderSearch(search: Record<string, unknown>): BuilderSearch {
  return { mode: search.mode === 'history' ? 'history' : modeIn(search.mode) };
}

export function parseNewSearch(search: Record<string, unknown>): NewSearch {
  return { mode: modeIn(search.mode), from: typeof search.from === 'string' ? search.from : undefined };
}

/** Side by side where there is room for it. */
export function usualMode(): Mode {
  return window.matchMedia('(max-width: 900px)').matches ? 'form' : 'split';
}

export interface MapSearch {
  view?: 'table';
  find?: string;
  /** The card that is selected. */
  at?: string;
}

export function parseMapSearch({ view, find, at }: Record<string, unknown>): MapSearch {
  return {
    view: view === 'table' ? 'table' : undefined,
    find: typeof find === 'string' ? find : undefined,
    at: typeof at === 'string' ? at : undefined,
  };
}
