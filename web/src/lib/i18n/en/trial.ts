/** What the definition of a computed property comes to, tried before it is saved. */
export const trial = {
  title: 'Preview',
  text: 'On real entities, nothing is kept. Apart from this property, what is saved counts.',
  entity: 'Entity to try it on',
  first: 'The first five entities',
  value: 'Value',
  none: 'No value',
  empty: 'There are no entities to try it on yet.',
  notFound: 'Nothing matches',
  fresh: 'Create the blueprint first: there are no entities to try it on yet.',
  unfinished: 'Fill in the fields above to see what it comes to.',
  relation: 'Save the relation “{{name}}” first: only what is saved can be followed.',
  refused: 'It could not be saved so.',
  place: 'Line {{line, number}}, column {{column, number}}: {{text}}',
  failed: 'The preview could not be made',
} as const;
