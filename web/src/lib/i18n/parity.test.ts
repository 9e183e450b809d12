import { afterEach, expect, it } from 'vitest';
import { formatDate, formatNumber, formatRelative } from '@/lib/format';
import { chooseLanguage, i18next, startLanguage } from '.';
import { de } from './de';
import { en } from './en';

function textsOf(node: object, path = ''): [string, string][] {
  return Object.entries(node).flatMap(([key, value]) =>
    typeof value === 'string' ? [[`${path}${key}`, value] as [string, string]] : textsOf(value, `${path}${key}.`),
  );
}
const placeholders = (text: string) => (text.match(/{{.*?}}/g) ?? []).sort();
const languages = { de };

afterEach(() => chooseLanguage('en'));

it.each(Object.entries(languages))('%s has every text of English, and no other', (_name, texts) => {
  const keys = (all: object) =>
    textsOf(all)
      .map(([key]) => key)
      .sort();
  expect(keys(texts)).toEqual(keys(en));
});

it.each(Object.entries(languages))('%s fills in what English fills in', (_name, texts) => {
  const english = new Map(textsOf(en));
  const differing = textsOf(texts).filter(
    ([key, text]) => placeholders(text).join() !== placeholders(english.get(key) ?? '').join(),
  );
  expect(differing).toEqual([]);
});

it('keeps to the tone of the house in German: no exclamation marks, no apologies, no "du"', () => {
  const wrong = textsOf(de).filter(([, text]) => /!|\b(ups|sorry|leider|bitte|du|dein\w*|dich)\b/i.test(text));
  expect(wrong).toEqual([]);
});

it('loads German when it is chosen, and writes numbers, dates and the lang attribute in it', async () => {
  await chooseLanguage('de');
  expect(document.documentElement.lang).toBe('de');
  expect(i18next.t('action.save')).toBe('Speichern');
  expect(i18next.t('value.items', { count: 1234 })).toBe('1.234 Elemente');
  expect(formatNumber(1234.5)).toBe('1.234,5');
  expect(formatDate('2026-11-22T10:00:00Z')).toBe('22.11.2026');
  expect(formatRelative('2026-11-21T09:00:00Z', new Date('2026-11-22T10:00:00Z'))).toBe('gestern');
});

it('remembers the choice for the next start', async () => {
  await chooseLanguage('de');
  await i18next.changeLanguage('en');
  await startLanguage();
  expect(i18next.resolvedLanguage).toBe('de');
});

it('follows the browser when nothing is chosen', async () => {
  Object.defineProperty(navigator, 'languages', { value: ['fr-FR', 'de-AT', 'en'], configurable: true });
  await chooseLanguage('auto');
  expect(i18next.resolvedLanguage).toBe('de');
  expect(formatNumber(0.5)).toBe('0,5');
  Reflect.deleteProperty(navigator, 'languages');
});
