/** The languages the portal speaks, each by its own name. */
export const LANGUAGES = { en: 'English', de: 'Deutsch' } as const;
export type Language = keyof typeof LANGUAGES;
/** "auto" follows the browser. */
export type LanguageChoice = Language | 'auto';

const KEY = 'seaway-language';

export function isLanguage(value: unknown): value is Language {
  return typeof value === 'string' && Object.hasOwn(LANGUAGES, value);
}

/** What the person chose in this browser. */
export function chosenLanguage(): LanguageChoice {
  try {
    const kept = localStorage.getItem(KEY);
    return isLanguage(kept) ? kept : 'auto';
  } catch {
    return 'auto';
  }
}

/** Remembers the choice, so that the next start speaks it from the first paint on. */
export function rememberLanguage(choice: LanguageChoice): void {
  try {
    if (choice === 'auto') localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, choice);
  } catch {
    // Storage may be blocked: the choice holds until the page is left.
  }
}

/** The language that a choice means here: the first of the browser's that we speak, else English. */
export function languageOf(choice: LanguageChoice): Language {
  if (choice !== 'auto') return choice;
  const spoken = (navigator.languages ?? []).map((tag) => tag.split('-', 1)[0]);
  return spoken.find(isLanguage) ?? 'en';
}
