import type { Json } from './read';

/** A parameter, header or the like. */
export interface SpecField {
  name: string;
  /** Where it goes: path, query, header, cookie. */
  place: string;
  description: string;
  required: boolean;
  schema: unknown;
}

/** What is sent or answered: a media type, or a message's name, and its schema. */
export interface SpecContent {
  name: string;
  schema: unknown;
  description?: string;
}

export interface SpecAnswer {
  status: string;
  description: string;
  contents: SpecContent[];
}

/** One thing an API can do: an operation of OpenAPI, or an operation on a channel of AsyncAPI. */
export interface SpecOperation {
  id: string;
  /** get, post; or send, receive. */
  verb: string;
  path: string;
  summary: string;
  description: string;
  deprecated: boolean;
  /** It is called and answers; else messages pass. */
  called: boolean;
  fields: SpecField[];
  contents: SpecContent[];
  answers: SpecAnswer[];
  security: string[];
}

export interface SpecGroup {
  name: string;
  description: string;
  operations: SpecOperation[];
}

/** A description of an API, ready to be read; `document` is where its references lead. */
export interface Spec {
  document: Json;
  /** Such as "OpenAPI 3.1.0". */
  format: string;
  title: string;
  version: string;
  description: string;
  servers: string[];
  groups: SpecGroup[];
}

/** The groups whose operations hold the words, with those alone. */
export function matching(groups: SpecGroup[], words: string): SpecGroup[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return groups;
  return groups.flatMap((group) => {
    const operations = group.operations.filter((operation) => {
      const { verb, path, summary, id } = operation;
      const whole = `${verb} ${path} ${summary} ${id} ${group.name}`.toLowerCase();
      return wanted.every((word) => whole.includes(word));
    });
    return operations.length > 0 ? [{ ...group, operations }] : [];
  });
}
