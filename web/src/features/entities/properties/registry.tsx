import { IconCheck, IconExternalLink, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { PropertySchema } from '@/api/contract';
import { formatList, formatNumber } from '@/lib/format';
import { Badge } from '@/ui/badge';
import { Time } from '@/ui/time';
import { toneOfColor } from '@/ui/tone';
import { PersonName, TeamName } from '../names';
import { Code, ExternalLink, Flag, KeyCount, Prose, Timer } from './parts';

type Draw = (value: unknown, schema: PropertySchema) => ReactNode;
/** How a value looks in a table cell, and where there is room. */
interface PropertyUi {
  cell: Draw;
  full: Draw;
}

const text = (value: unknown): string => (typeof value === 'object' ? JSON.stringify(value) : String(value));
const plain: PropertyUi = { cell: (value) => <span className="truncate">{text(value)}</span>, full: text };
const same = (draw: Draw): PropertyUi => ({ cell: draw, full: draw });
const code = (language: string): PropertyUi => ({
  cell: (value) => <span className="truncate mono">{text(value)}</span>,
  full: (value) => <Code language={language}>{text(value)}</Code>,
});

const BY_FORMAT: Record<string, PropertyUi> = {
  'date-time': same((value) => <Time at={text(value)} />),
  timer: same((value) => <Timer at={text(value)} />),
  url: same((value) => (
    <ExternalLink href={text(value)}>
      <IconExternalLink size={14} aria-hidden />
    </ExternalLink>
  )),
  email: same((value) => (
    <a className="link truncate" href={`mailto:${text(value)}`}>
      {text(value)}
    </a>
  )),
  user: same((value) => <PersonName email={text(value)} />),
  team: same((value) => <TeamName identifier={text(value)} />),
  markdown: {
    cell: (value) => <span className="truncate">{firstLine(text(value))}</span>,
    full: (value) => <Prose>{text(value)}</Prose>,
  },
  yaml: code('yaml'),
  proto: code('proto'),
  ipv4: same((value) => <code>{text(value)}</code>),
  ipv6: same((value) => <code>{text(value)}</code>),
};
BY_FORMAT['idn-email'] = BY_FORMAT.email ?? plain;

function firstLine(value: string): string {
  return value.replace(/^#+\s*/, '').split('\n', 1)[0] ?? '';
}

function labeledUrl(value: unknown): ReactNode {
  if (!isLink(value)) return text(value);
  return <ExternalLink href={value.url} label={text(value.displayText ?? value.label ?? value.title ?? value.url)} />;
}

interface Link {
  url: string;
  displayText?: unknown;
  label?: unknown;
  title?: unknown;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function isLink(value: unknown): value is Link {
  return isObject(value) && 'url' in value && typeof value.url === 'string';
}

/** Links side by side, as many as there is room for. */
function Links({ values, rest }: { values: Link[]; rest: number }) {
  return (
    <span className="row wrap">
      {values.map((value) => (
        <span key={value.url}>{labeledUrl(value)}</span>
      ))}
      {rest > 0 && <span className="faint small">+{formatNumber(rest)}</span>}
    </span>
  );
}

const object: PropertyUi = {
  cell: (value, schema) => (schema.format === 'labeled-url' ? labeledUrl(value) : <KeyCount value={value} />),
  full: (value, schema) =>
    schema.format === 'labeled-url' ? labeledUrl(value) : <Code language="json">{JSON.stringify(value, null, 2)}</Code>,
};

function itemsOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [value];
}

const array: PropertyUi = {
  cell: (value, schema) => {
    const items = itemsOf(value);
    if (items.length > 0 && items.every(isLink)) return <Links values={items.slice(0, 1)} rest={items.length - 1} />;
    if (items.some(isObject)) return <KeyCount value={value} />;
    const shown = items.slice(0, 3).map((item) => text(item));
    if (schema.items?.enum) return <Tags values={shown} schema={schema.items} rest={items.length - shown.length} />;
    return <span className="truncate">{formatList(items.map(text))}</span>;
  },
  full: (value, schema) => {
    const items = itemsOf(value);
    if (items.length > 0 && items.every(isLink)) return <Links values={items} rest={0} />;
    if (items.some(isObject)) {
      return <Code language="json">{JSON.stringify(value, null, 2)}</Code>;
    }
    const item = schema.items;
    if (item && (item.format === 'url' || item.format === 'email' || item.format === 'user')) {
      return (
        <span className="row wrap">
          {items.map((each) => (
            <span key={text(each)}>{drawWith(item, each, 'full')}</span>
          ))}
        </span>
      );
    }
    return <Tags values={items.map(text)} schema={item} rest={0} />;
  },
};

function Tags({ values, schema, rest }: { values: string[]; schema: PropertySchema | undefined; rest: number }) {
  return (
    <span className="row wrap" style={{ gap: 4 }}>
      {values.map((value) => (
        <Badge key={value} tone={toneOfColor(schema?.enumColors?.[value])}>
          {value}
        </Badge>
      ))}
      {rest > 0 && <span className="faint small">+{formatNumber(rest)}</span>}
    </span>
  );
}

/** The server gains a property type: this stops compiling until it has a look. */
export const propertyUi = {
  string: plain,
  number: same((value) => (typeof value === 'number' ? formatNumber(value) : text(value))),
  boolean: same((value) => (
    <Flag on={value === true} icons={[<IconCheck key="y" size={15} />, <IconX key="n" size={15} />]} />
  )),
  object,
  array,
} satisfies Record<PropertySchema['type'], PropertyUi>;

/** Draws a value as its schema says; never trusts that the value fits it. */
export function drawWith(schema: PropertySchema, value: unknown, size: 'cell' | 'full'): ReactNode {
  const colour = schema.enumColors?.[String(value)];
  if ((schema.enum || colour) && (typeof value === 'string' || typeof value === 'number')) {
    return <Badge tone={toneOfColor(colour)}>{text(value)}</Badge>;
  }
  const fits = schema.type === 'object' || schema.type === 'array' || typeof value !== 'object';
  const ui = fits
    ? (schema.format && schema.type === 'string' && BY_FORMAT[schema.format]) || propertyUi[schema.type]
    : plain;
  return (ui ?? plain)[size](value, schema);
}
