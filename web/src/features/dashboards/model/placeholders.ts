import type { Scope } from './types';

const PLACE = /\{\{\s*(.+?)\s*\}\}/g;

/** Puts what is known into a text, or into every text of a document; what is not known stays as it stands. */
export function filled<T>(value: T, scope: Scope): T {
  if (typeof value === 'string') {
    return value.replace(PLACE, (whole, name: string) => known(name, scope) ?? whole) as T;
  }
  if (Array.isArray(value)) return value.map((each) => filled(each, scope)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, filled(each, scope)])) as T;
}

function known(name: string, { url, user, entity }: Scope): string | undefined {
  if (name.startsWith('url.')) return url[name.slice(4)];
  if (name === 'blueprint') return entity?.blueprint ?? url.blueprint;
  const [first = '', ...rest] = user.name.split(' ');
  const people: Record<string, string> = {
    '.user.email': user.email,
    '.user.name': user.name,
    '.user.fullName': user.name,
    '.user.firstName': first,
    '.user.lastName': rest.join(' '),
  };
  if (name in people) return people[name];
  return name.startsWith('.entity.') && entity ? ofEntity(name.slice(8), entity) : undefined;
}

function ofEntity(path: string, entity: NonNullable<Scope['entity']>): string | undefined {
  const plain: Record<string, string> = {
    identifier: entity.identifier,
    title: entity.title ?? entity.identifier,
    blueprint: entity.blueprint,
  };
  if (Object.hasOwn(plain, path)) return plain[path];
  const property = /^properties\.(.+)$/.exec(path)?.[1];
  const value =
    property !== undefined && Object.hasOwn(entity.properties, property) ? entity.properties[property] : null;
  if (value === null || value === undefined) return undefined;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** An address that may be opened: http, https, mail, or a path of this portal. Anything else is none. */
export function safeUrl(url: string): string | undefined {
  if (/^\/(?!\/)/.test(url) && !url.includes('\\')) return url;
  try {
    return ['https:', 'http:', 'mailto:'].includes(new URL(url).protocol) ? url : undefined;
  } catch {
    return undefined;
  }
}
