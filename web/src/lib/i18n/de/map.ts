import type { map as english } from '../en/map';
import type { Translated } from '../translated';

export const map: Translated<typeof english> = {
  title: 'Karte der Blueprints',
  text: 'Alle Blueprints und wie sie zusammenhängen.',
  holds_one: '{{count, number}} Eigenschaft',
  holds_other: '{{count, number}} Eigenschaften',
  open: '{{name}} öffnen',
  show: 'Karte',
  table: 'Beziehungen der Blueprints, Tabelle',
  from: 'Blueprint',
  relation: 'Beziehung',
  to: 'Zeigt auf',
  number: 'Anzahl',
};
