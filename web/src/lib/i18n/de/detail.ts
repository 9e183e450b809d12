import type { detail as english } from '../en/detail';
import type { Translated } from '../translated';

export const detail: Translated<typeof english> = {
  hideEmpty: 'Leere ausblenden',
  allEmpty: 'Keine Eigenschaft hat einen Wert.',
  openTab: 'Eigenen Reiter öffnen',
  edit: '{{name}} bearbeiten',
  dashboards: { add: 'Dashboard hinzufügen', full: 'Mehr als fünf Dashboards gehen nicht' },
  source: {
    show: 'Herkunft zeigen',
    ask: 'Woher „{{name}}“ kommt',
    by: 'Gesetzt von {{name}}',
    displaced: 'Hat den Wert einer anderen Quelle ersetzt',
    changes: 'Änderungen daran',
  },
  computed: {
    mirror: 'Spiegelung von {{path}}',
    calculation: 'Berechnet durch {{program}}',
    count: 'Anzahl von {{target}}',
    average: 'Durchschnittliche Anzahl von {{target}} über die Zeit',
    sum: 'Summe von {{property}} über {{target}}',
    min: 'Kleinster Wert von {{property}} über {{target}}',
    max: 'Größter Wert von {{property}} über {{target}}',
    median: 'Median von {{property}} über {{target}}',
    mean: 'Durchschnitt von {{property}} über {{target}}',
    failed: 'Nicht berechnet: {{error}}',
    waiting: 'Noch nicht berechnet',
    past: 'Für Vergangenes nicht aufbewahrt',
  },
  menu: {
    open: 'Öffnen',
    source: 'Quelldatei',
    idCopied: '{{id}} kopiert.',
    linkCopied: 'Link kopiert.',
  },
  deleted: {
    by: 'Gelöscht von {{name}},',
    last: 'Sie sehen den letzten Stand.',
    restore: 'Wiederherstellen',
  },
  renamed: '„{{before}}“ heißt jetzt „{{now}}“.',
  frame: {
    refused: 'Diese Seite darf hier nicht gezeigt werden',
    refusedText:
      'Seiten von {{host}} werden hier gezeigt, sobald die Administration von Seaway sie mit dieser Einstellung erlaubt und es neu startet:',
    insecure: 'Nur Seiten, deren Adresse mit https beginnt, werden im Portal gezeigt.',
    open: 'In neuem Reiter öffnen',
    copy: 'Einstellung kopieren',
  },
  past: {
    earlier: 'Frühere Änderung',
    later: 'Spätere Änderung',
    present: 'Jetzt:',
    choose: 'Früheren Stand ansehen …',
    title: 'Früheren Stand ansehen',
    instant: 'Zeitpunkt',
    help: 'In Ihrer eigenen Zeitzone.',
    show: 'Anzeigen',
    now: 'Zurück zum heutigen Stand',
    text: 'Sie sehen diese Entität mit Stand {{when}}. Hier lässt sie sich nicht ändern.',
  },
};
