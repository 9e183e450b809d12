import type { trial as english } from '../en/trial';
import type { Translated } from '../translated';

export const trial: Translated<typeof english> = {
  title: 'Vorschau',
  text: 'An echten Entitäten, nichts wird aufbewahrt. Abgesehen von dieser Eigenschaft zählt, was gespeichert ist.',
  entity: 'Entität für den Versuch',
  first: 'Die ersten fünf Entitäten',
  value: 'Wert',
  none: 'Kein Wert',
  empty: 'Es gibt noch keine Entitäten für einen Versuch.',
  notFound: 'Nichts passt',
  fresh: 'Zuerst den Blueprint anlegen: Es gibt noch keine Entitäten für einen Versuch.',
  unfinished: 'Die Felder oben ausfüllen, um zu sehen, was herauskommt.',
  relation: 'Zuerst die Beziehung „{{name}}“ speichern: Nur Gespeichertem lässt sich folgen.',
  refused: 'So ließe es sich nicht speichern.',
  place: 'Zeile {{line, number}}, Spalte {{column, number}}: {{text}}',
  failed: 'Die Vorschau ließ sich nicht erstellen',
};
