import type { related as englishRelated, spec as englishSpec } from '../en/spec';
import type { Translated } from '../translated';

export const spec: Translated<typeof englishSpec> = {
  unread: 'Dieses Dokument konnte nicht gelesen werden',
  problem: {
    large: 'Es ist länger als zwei Millionen Zeichen.',
    unknown: 'Es ist weder OpenAPI noch Swagger noch AsyncAPI.',
    map: 'Es ist kein Dokument aus Schlüsseln und Werten.',
  },
  untitled: 'API ohne Titel',
  servers: 'Server',
  search: 'Operation suchen …',
  operations_one: '{{count, number}} Operation',
  operations_other: '{{count, number}} Operationen',
  none: 'Keine Operation passt',
  untagged: 'Operationen',
  deprecated: 'Veraltet',
  security: 'Benötigt',
  parameters: 'Parameter',
  request: 'Anfrage',
  messages: 'Nachrichten',
  responses: 'Antworten',
  required: 'erforderlich',
  showMembers_one: '{{count, number}} Feld zeigen',
  showMembers_other: '{{count, number}} Felder zeigen',
  hideMembers_one: '{{count, number}} Feld ausblenden',
  hideMembers_other: '{{count, number}} Felder ausblenden',
  elsewhere: 'Dieses Dokument liegt anderswo',
  elsewhereText: 'Das Portal lädt nichts von anderen Servern. In einem eigenen Reiter öffnet es sich.',
};

export const related: Translated<typeof englishRelated> = {
  groups: 'Beziehungen',
  none: 'Keine Beziehungen',
  noneText: 'Der Blueprint hat keine Beziehungen, und keine führt zu ihm.',
  path: 'Pfad',
  follow: 'Weiter über',
  count_one: '{{count, number}} Entität',
  count_other: '{{count, number}} Entitäten',
  search: 'Suchen …',
  table: 'Verknüpfte Entitäten',
  empty: 'Auf diesem Weg ist nichts verknüpft',
  inCatalog: 'Im Katalog öffnen',
};
