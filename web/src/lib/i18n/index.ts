import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { en } from './en';
import { first } from './en/first';
import { chosenLanguage, type Language, type LanguageChoice, languageOf, rememberLanguage } from './languages';

/** English comes with the pages; any other language is a folder beside `en`, loaded when it is spoken, and a line here. */
const loaders: Record<Exclude<Language, 'en'>, () => Promise<object>> = {
  de: async () => (await import('./de')).de,
};

void i18next.use(initReactI18next).init({
  lng: 'en',
  fallbackLng: 'en',
  resources: { en: { translation: first } },
  interpolation: { escapeValue: false },
  returnNull: false,
});
i18next.on('languageChanged', (language) => {
  document.documentElement.lang = language;
});

/** Adds the English texts of a part that is loaded late. */
export function addEnglish(texts: Partial<typeof en>): void {
  i18next.addResourceBundle('en', 'translation', texts, true);
}

let rest: Promise<void> | null = null;

/** Loads what the pages behind the sign-in say, in the language that is spoken when all others fail. */
export function loadTexts(): Promise<void> {
  rest ??= import('./en/rest')
    .then((part) => addEnglish(part.rest))
    .catch((error: unknown) => {
      rest = null; // the next page tries again
      throw error;
    });
  return rest;
}

async function speak(language: Language): Promise<void> {
  if (language !== 'en' && !i18next.hasResourceBundle(language, 'translation')) {
    i18next.addResourceBundle(language, 'translation', await loaders[language]());
  }
  await i18next.changeLanguage(language);
}

/** Speaks the person's language; English when its texts cannot be loaded, so that there is always a page. */
export async function startLanguage(): Promise<void> {
  await speak(languageOf(chosenLanguage())).catch(() => undefined);
}

/** Speaks another language from now on, in this browser. */
export async function chooseLanguage(choice: LanguageChoice): Promise<void> {
  rememberLanguage(choice);
  await speak(languageOf(choice));
}

export { i18next };
