import type { RJSFSchema, UiSchema } from '@rjsf/utils';
import type { Blueprint } from '@/api/contract';
import { labelOf } from '@/features/blueprints/public';
import type { en } from '@/lib/i18n/en';
import type { Widget } from '../model/types';

type FieldName = keyof typeof en.dashboards.fields;
export interface Words {
  field: (name: FieldName) => string;
  value: (value: string) => string;
}

const TEXTS: RJSFSchema = { type: 'string', maxLength: 100 };
const COUNTS = ['count', 'average'];
const FUNCS = ['sum', 'average', 'min', 'max', 'median'];
const UNITS = ['none', '$', '€', '£', '%', 'custom'];
const DATES = ['$createdAt', '$updatedAt'];
const INTERVALS = ['hour', 'day', 'isoWeek', 'month', 'quarter'];
const PRESETS = ['lastDay', 'lastWeek', 'last2Weeks', 'lastMonth', 'last3Months', 'last6Months', 'last12Months'];

interface Known {
  blueprint: Blueprint | undefined;
  words: Words;
  /** The blueprint of the entities on whose pages the widget stands. */
  owner?: string | undefined;
}

const one = (values: string[], labels: string[]): RJSFSchema => ({
  type: 'string',
  oneOf: values.map((value, place) => ({ const: value, title: labels[place] ?? value })),
});

/** A choice of fixed values, each in words. */
const pick = (values: string[], { words }: Known): RJSFSchema => one(values, values.map(words.value));

/** The properties and relations of the blueprint that have what it takes, as choices. */
function choices({ blueprint, words }: Known, what: 'any' | 'number' | 'date', prefix = true): RJSFSchema {
  const properties = Object.entries(blueprint?.schema.properties ?? {}).filter(([, { type, format }]) => {
    if (what === 'number') return type === 'number';
    if (what === 'date') return format === 'date-time' || format === 'timer';
    return type !== 'object' && format !== 'markdown';
  });
  const found = properties.map(([id, schema]): [string, string] => [
    prefix ? `property#${id}` : id,
    labelOf(id, schema),
  ]);
  if (what === 'any') {
    const relations = Object.entries(blueprint?.relations ?? {});
    found.push(...relations.map(([id, relation]): [string, string] => [`relation#${id}`, labelOf(id, relation)]));
    found.push(['$team', words.value('$team')]);
  }
  if (what === 'date') found.push(...DATES.map((id): [string, string] => [id, words.value(id)]));
  return one(
    found.map(([id]) => id),
    found.map(([, label]) => label),
  );
}

function numberFields(widget: Widget, known: Known): Record<string, RJSFSchema> {
  const single = widget.chartType === 'displaySingleProperty';
  const measured = widget.calculationBy === 'property';
  const own = single || (known.owner !== undefined && known.owner === known.blueprint?.identifier);
  return {
    calculationBy: { ...pick(['entities', 'property', ...(own ? ['entity'] : [])], known), default: 'entities' },
    ...(single ? {} : { func: { ...pick(measured ? FUNCS : COUNTS, known), default: measured ? 'sum' : 'count' } }),
    ...(measured || single ? { property: choices(known, 'number', false) } : {}),
    ...(widget.func === 'average'
      ? {
          averageOf: { ...pick(['hour', 'day', 'week', 'month', 'total'], known), default: 'total' },
          measureTimeBy: choices(known, 'date', false),
        }
      : {}),
    unit: { ...pick(UNITS, known), default: 'none' },
    ...(widget.unit === 'custom' ? { unitCustom: { type: 'string', maxLength: 20 } } : {}),
    displayFormatting: { ...pick(['none', 'round', 'custom'], known), default: 'none' },
    ...(widget.displayFormatting === 'custom'
      ? { decimalPlaces: pick(['.0', '.00', '.000', '.0000', '.00000'], known) }
      : {}),
    good: pick(['up', 'down'], known),
  };
}

function lineFields(widget: Widget, known: Known): Record<string, RJSFSchema> {
  const chart = widget.chartType ?? 'countEntities';
  const several = {
    type: 'array',
    uniqueItems: true,
    maxItems: 10,
    items: choices(known, 'number', false),
  } as RJSFSchema;
  return {
    chartType: pick(
      ['countEntities', 'existingEntities', 'aggregatePropertiesValues', 'propertiesValueHistory'],
      known,
    ),
    ...(chart === 'propertiesValueHistory' ? { entity: { type: 'string' }, properties: several } : {}),
    ...(chart === 'aggregatePropertiesValues'
      ? { func: pick([...FUNCS, 'last'], known), properties: several, measureTimeBy: choices(known, 'date', false) }
      : {}),
    ...(chart === 'countEntities'
      ? {
          func: pick(COUNTS, known),
          measureTimeBy: choices(known, 'date', false),
          breakdownProperty: choices(known, 'any', false),
        }
      : {}),
    timeInterval: pick(INTERVALS, known),
    preset: pick(PRESETS, known),
    xAxisTitle: TEXTS,
    yAxisTitle: TEXTS,
  };
}

const link: RJSFSchema = {
  type: 'object',
  required: ['title', 'url'],
  properties: { title: TEXTS, url: { type: 'string' }, description: TEXTS },
};

function fieldsOf(widget: Widget, known: Known): Record<string, RJSFSchema> {
  switch (widget.type) {
    case 'entities-number-chart':
      return numberFields(widget, known);
    case 'entities-pie-chart':
      return { property: choices(known, 'any') };
    case 'bar-chart':
      return { property: choices(known, 'any'), breakdownProperty: choices(known, 'any', false) };
    case 'line-chart':
      return lineFields(widget, known);
    case 'entity-list':
      return { aboutProperty: choices(known, 'any', false) };
    case 'markdown':
      return { markdown: { type: 'string', maxLength: 20_000 } };
    case 'links-widget':
      return { links: { type: 'array', items: link, minItems: 1, maxItems: 50 } };
    case 'iframe-widget':
      return { url: { type: 'string', pattern: '^https://', maxLength: 2000 } };
    case 'entity-info':
      return { entity: { type: 'string' } };
    default:
      return {};
  }
}

const NEEDED: Record<string, string[]> = {
  'entities-pie-chart': ['property'],
  'bar-chart': ['property'],
  'line-chart': ['chartType'],
  markdown: ['markdown'],
  'links-widget': ['links'],
  'iframe-widget': ['url'],
  'entity-info': ['entity'],
};
const WITH_BLUEPRINT = new Set([
  'entities-number-chart',
  'entities-pie-chart',
  'bar-chart',
  'line-chart',
  'table-entities-explorer',
  'entity-list',
  'entity-info',
]);
const WITH_FILTER = new Set([...WITH_BLUEPRINT].filter((type) => type !== 'entity-info'));

export const needsBlueprint = (type: string) => WITH_BLUEPRINT.has(type);
export const takesFilter = (widget: Widget) =>
  WITH_FILTER.has(widget.type) &&
  widget.chartType !== 'propertiesValueHistory' &&
  widget.chartType !== 'displaySingleProperty' &&
  widget.chartType !== 'existingEntities';

/** The form of a widget of a type: what it shows, of what, and how. */
export function widgetSchema(
  widget: Widget,
  blueprints: Blueprint[],
  known: Known,
): { schema: RJSFSchema; uiSchema: UiSchema } {
  const about = needsBlueprint(widget.type);
  const listed = one(
    blueprints.map(({ identifier }) => identifier),
    blueprints.map(({ identifier, title }) => title || identifier),
  );
  const properties: Record<string, RJSFSchema> = {
    title: TEXTS,
    ...(about ? { blueprint: listed } : {}),
    ...fieldsOf(widget, known),
    description: { type: 'string', maxLength: 200 },
    ...(takesFilter(widget) ? { emptyStateText: TEXTS } : {}),
  };
  const labelled = Object.entries(properties).map(([name, field]): [string, RJSFSchema] => [
    name,
    { ...field, title: known.words.field(name as FieldName) },
  ]);
  return {
    schema: {
      type: 'object',
      required: ['title', ...(about ? ['blueprint'] : []), ...(NEEDED[widget.type] ?? [])],
      properties: Object.fromEntries(labelled),
    },
    uiSchema: {
      markdown: { 'ui:widget': 'textarea' },
      links: { 'ui:widget': 'links' },
    },
  };
}
