/** The map of all blueprints. */
export const map = {
  title: 'Blueprint map',
  text: 'All blueprints and how they relate.',
  holds_one: '{{count, number}} property',
  holds_other: '{{count, number}} properties',
  open: 'Open {{name}}',
  show: 'Map',
  table: 'Relations of blueprints, table',
  from: 'Blueprint',
  relation: 'Relation',
  to: 'Points to',
  number: 'Number',
} as const;
