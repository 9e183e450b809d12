import type { blueprints as english } from '../en/blueprints';
import type { Translated } from '../translated';

export const blueprints: Translated<typeof english> = {
  create: 'Blueprint erstellen',
  createText: 'Ein Blueprint legt fest, wie eine Entität seiner Art aussieht.',
  created: 'Blueprint {{name}} erstellt.',
  saved: 'Blueprint {{name}} gespeichert.',
  refused: 'Der Blueprint wurde nicht gespeichert.',
  listText: 'Die Arten von Dingen in Ihrem Katalog und wie sie zusammenhängen.',
  table: 'Blueprints, Tabelle',
  properties: 'Eigenschaften',
  relations: 'Beziehungen',
  entitiesColumn: 'Entitäten',
  system: 'System',
  entities_one: 'Blueprint, {{count, number}} Entität',
  entities_other: 'Blueprint, {{count, number}} Entitäten',
  find: 'Blueprints suchen',
  noMatch: 'Kein Blueprint passt zu „{{text}}“',
  duplicate: 'Duplizieren',
};
