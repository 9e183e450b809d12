import type { code as en } from '../en/code';
import type { Translated } from '../translated';

export const code: Translated<typeof en> = {
  find: 'Suchen',
  replace: 'Ersetzen',
  next: 'Weiter',
  previous: 'Zurück',
  selectAll: 'Alle auswählen',
  matchCase: 'Groß- und Kleinschreibung',
  regexp: 'Regulärer Ausdruck',
  byWord: 'Ganze Wörter',
  replaceAll: 'Alle ersetzen',
  current: 'Treffer',
  onLine: 'in Zeile',
  replacedOne: 'In Zeile $ ersetzt',
  replacedMany: '$ Treffer ersetzt',
  goToLine: 'Zu Zeile',
  go: 'Springen',
  completions: 'Vorschläge',
  problems: 'Probleme',
  noProblems: 'Keine Probleme',
  folded: 'eingeklappter Text',
  unfold: 'Ausklappen',
};
