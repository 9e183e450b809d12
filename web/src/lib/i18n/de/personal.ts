import type { personal as english, notify as englishNotify } from '../en/personal';
import type { Translated } from '../translated';

export const personal: Translated<typeof english> = {
  favourite: { add: 'Zu den Favoriten hinzufügen', remove: 'Aus den Favoriten entfernen' },
};

export const notify: Translated<typeof englishNotify> = {
  title: 'Mitteilungen',
  bell_one: 'Mitteilungen, {{count, number}} ungelesen',
  bell_other: 'Mitteilungen, {{count, number}} ungelesen',
  pageText: 'Was andere an dem geändert haben, was Sie beobachten, und wie Ihre Importe ausgegangen sind.',
  latest: 'Neueste',
  show: 'Welche Mitteilungen',
  all: 'Alle',
  unread: 'Ungelesen',
  isUnread: 'Ungelesen',
  markRead: 'Als gelesen markieren',
  markUnread: 'Als ungelesen markieren',
  readAll: 'Alle als gelesen markieren',
  seeAll: 'Alle Mitteilungen',
  none: 'Noch keine Mitteilungen',
  allRead: 'Alles ist gelesen',
  noneText: 'Beobachten Sie eine Entität oder einen Blueprint, um zu erfahren, wenn andere etwas daran ändern.',
  mute: '{{name}} nicht mehr beobachten',
  watching: 'Beobachtet',
  watchNone: 'Sie beobachten nichts',
  watchNoneText: 'Das Auge auf der Seite einer Entität beobachtet sie.',
  everyEntity: 'Jede Entität',
  watch: {
    add: 'Beobachten: bei Änderungen benachrichtigen',
    remove: 'Nicht mehr beobachten',
    added: 'Sie werden benachrichtigt, wenn andere etwas daran ändern.',
    removed: 'Sie werden darüber nicht mehr benachrichtigt.',
  },
  entity: {
    created: 'Erstellt von {{actor}}',
    updated: 'Geändert von {{actor}}',
    deleted: 'Gelöscht von {{actor}}',
  },
  together_one: '{{count, number}} Änderung',
  together_other: '{{count, number}} Änderungen',
  entities_one: '{{count, number}} Änderung an seinen Entitäten, durch {{actor}}',
  entities_other: '{{count, number}} Änderungen an seinen Entitäten, die letzte durch {{actor}}',
  blueprint: 'Der Blueprint wurde von {{actor}} geändert',
  import: {
    completed: 'Der Import ist abgeschlossen.',
    failed: 'Der Import ist fehlgeschlagen.',
    held: 'Der Import hält Löschungen zurück, bis Sie sie bestätigen.',
    parked: 'Der Import ist geparkt und wartet auf die Administration.',
  },
};
