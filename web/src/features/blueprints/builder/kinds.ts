import {
  type Icon,
  IconApi,
  IconAppWindow,
  IconBox,
  IconBraces,
  IconBrackets,
  IconCalendar,
  IconExternalLink,
  IconFileCode,
  IconHash,
  IconHourglass,
  IconLetterCase,
  IconLink,
  IconList,
  IconMail,
  IconMarkdown,
  IconNetwork,
  IconToggleLeft,
  IconUser,
  IconUsersGroup,
} from '@tabler/icons-react';
import type { PropertySchema, PropertyType } from '@/api/contract';
import type { en } from '@/lib/i18n/en';

export type KindId = keyof typeof en.builder.kind;
export type Limit =
  | 'minLength'
  | 'maxLength'
  | 'pattern'
  | 'minimum'
  | 'maximum'
  | 'exclusiveMinimum'
  | 'exclusiveMaximum'
  | 'multipleOf'
  | 'minItems'
  | 'maxItems'
  | 'dateFormat';

/** A type, format and spec that together say what a property holds, as people choose it. */
export interface Kind {
  id: KindId;
  type: PropertyType;
  format?: string;
  spec?: string;
  icon: Icon;
  group: keyof typeof en.builder.kindGroup;
  limits: Limit[];
  /** Whether its values may be limited to a list. */
  choices?: boolean;
}

const TEXT: Limit[] = ['minLength', 'maxLength', 'pattern'];
const NUMBER: Limit[] = ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'];

export const KINDS: Kind[] = [
  { id: 'text', type: 'string', icon: IconLetterCase, group: 'basic', limits: TEXT },
  { id: 'choice', type: 'string', icon: IconList, group: 'basic', limits: [], choices: true },
  { id: 'number', type: 'number', icon: IconHash, group: 'basic', limits: NUMBER, choices: true },
  { id: 'boolean', type: 'boolean', icon: IconToggleLeft, group: 'basic', limits: [] },
  { id: 'dateTime', type: 'string', format: 'date-time', icon: IconCalendar, group: 'basic', limits: ['dateFormat'] },
  { id: 'timer', type: 'string', format: 'timer', icon: IconHourglass, group: 'basic', limits: [] },
  { id: 'list', type: 'array', icon: IconBrackets, group: 'basic', limits: ['minItems', 'maxItems'] },
  { id: 'object', type: 'object', icon: IconBraces, group: 'basic', limits: [] },
  { id: 'url', type: 'string', format: 'url', icon: IconLink, group: 'links', limits: TEXT },
  { id: 'labeledUrl', type: 'object', format: 'labeled-url', icon: IconExternalLink, group: 'links', limits: [] },
  { id: 'email', type: 'string', format: 'email', icon: IconMail, group: 'links', limits: TEXT },
  { id: 'idnEmail', type: 'string', format: 'idn-email', icon: IconMail, group: 'links', limits: TEXT },
  { id: 'user', type: 'string', format: 'user', icon: IconUser, group: 'links', limits: [] },
  { id: 'team', type: 'string', format: 'team', icon: IconUsersGroup, group: 'links', limits: [] },
  { id: 'blueprint', type: 'string', format: 'blueprints', icon: IconBox, group: 'links', limits: [] },
  { id: 'ipv4', type: 'string', format: 'ipv4', icon: IconNetwork, group: 'links', limits: [] },
  { id: 'ipv6', type: 'string', format: 'ipv6', icon: IconNetwork, group: 'links', limits: [] },
  { id: 'markdown', type: 'string', format: 'markdown', icon: IconMarkdown, group: 'documents', limits: [] },
  { id: 'yaml', type: 'string', format: 'yaml', icon: IconFileCode, group: 'documents', limits: [] },
  { id: 'proto', type: 'string', format: 'proto', icon: IconFileCode, group: 'documents', limits: [] },
  { id: 'openApi', type: 'string', spec: 'open-api', icon: IconApi, group: 'documents', limits: [] },
  { id: 'asyncApi', type: 'string', spec: 'async-api', icon: IconApi, group: 'documents', limits: [] },
  { id: 'openApiObject', type: 'object', spec: 'open-api', icon: IconApi, group: 'documents', limits: [] },
  { id: 'asyncApiObject', type: 'object', spec: 'async-api', icon: IconApi, group: 'documents', limits: [] },
  {
    id: 'embedded',
    type: 'string',
    format: 'url',
    spec: 'embedded-url',
    icon: IconAppWindow,
    group: 'documents',
    limits: TEXT,
  },
];

const byId = new Map(KINDS.map((kind) => [kind.id, kind]));

export function kindNamed(id: string): Kind | undefined {
  return byId.get(id as KindId);
}

/** What a property holds; undefined where its type, format and spec make none that the form knows. */
export function kindOf(schema: Partial<PropertySchema>): Kind | undefined {
  const [format, spec] = [schema.format || undefined, schema.spec || undefined];
  if (schema.type === 'string' && Array.isArray(schema.enum) && !format && !spec) return byId.get('choice');
  return KINDS.find(
    (kind) => kind.id !== 'choice' && kind.type === schema.type && kind.format === format && kind.spec === spec,
  );
}

/** The definition of a new property of a kind. */
export function startOf(kind: Kind, title: string): PropertySchema {
  return {
    title,
    type: kind.type,
    ...(kind.format ? { format: kind.format } : {}),
    ...(kind.spec ? { spec: kind.spec } : {}),
    ...(kind.id === 'choice' ? { enum: ['first'] } : {}),
    ...(kind.id === 'list' ? { items: { type: 'string' } } : {}),
  };
}

/** The definition under another kind: what belongs to the old one alone is left out. */
export function retyped(schema: PropertySchema, kind: Kind): PropertySchema {
  const { title, description, icon } = schema;
  const kept = { ...(description ? { description } : {}), ...(icon ? { icon } : {}) };
  return { ...startOf(kind, title ?? ''), ...kept };
}

/** The kinds that the items of a list may have. */
export const ITEM_KINDS = KINDS.filter(({ id, spec }) => !spec && id !== 'list' && id !== 'choice');
