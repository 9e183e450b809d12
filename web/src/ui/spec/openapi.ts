import type { Spec, SpecAnswer, SpecContent, SpecField, SpecGroup, SpecOperation } from './model';
import { type Json, json, list, resolve, text } from './read';

const VERBS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];
/** Where operations stand that bear no tag. */
const UNTAGGED = '';

/** OpenAPI 3.0 and 3.1, and Swagger 2; null for another document. */
export function readOpenApi(document: Json): Spec | null {
  const version =
    text(document.openapi) || text(document.swagger) || String(document.swagger ?? document.openapi ?? '');
  if (!version) return null;
  const old = document.openapi === undefined;
  const info = json(document.info);
  return {
    document,
    format: `${old ? 'Swagger' : 'OpenAPI'} ${version}`,
    title: text(info.title),
    version: String(info.version ?? ''),
    description: text(info.description),
    servers: old
      ? oldServers(document)
      : list(document.servers)
          .map((server) => text(json(server).url))
          .filter(Boolean),
    groups: groupsOf(document, old),
  };
}

function oldServers(document: Json): string[] {
  const host = text(document.host);
  if (!host) return text(document.basePath) ? [text(document.basePath)] : [];
  const schemes = list(document.schemes).map(text).filter(Boolean);
  return (schemes.length > 0 ? schemes : ['https']).map((scheme) => `${scheme}://${host}${text(document.basePath)}`);
}

function groupsOf(document: Json, old: boolean): SpecGroup[] {
  const groups = new Map<string, SpecGroup>();
  for (const tag of list(document.tags).map(json)) {
    const name = text(tag.name);
    if (name) groups.set(name, { name, description: text(tag.description), operations: [] });
  }
  for (const [path, given] of Object.entries(json(document.paths))) {
    const item = resolve(document, given);
    for (const verb of VERBS) {
      if (item[verb] === undefined) continue;
      const operation = operationOf(document, { path, verb, item, raw: json(item[verb]) }, old);
      const tags = list(json(item[verb]).tags).map(text).filter(Boolean);
      for (const name of tags.length > 0 ? tags : [UNTAGGED]) {
        const group = groups.get(name) ?? { name, description: '', operations: [] };
        group.operations.push(operation);
        groups.set(name, group);
      }
    }
  }
  return [...groups.values()].filter(({ operations }) => operations.length > 0);
}

interface Place {
  path: string;
  verb: string;
  item: Json;
  raw: Json;
}

function operationOf(document: Json, { path, verb, item, raw }: Place, old: boolean): SpecOperation {
  const given = [...list(item.parameters), ...list(raw.parameters)].map((each) => resolve(document, each));
  // An operation's own parameter stands for the path's of the same name and place.
  const parameters = [...new Map(given.map((each) => [`${text(each.in)} ${text(each.name)}`, each])).values()];
  const inBody = (place: unknown) => old && (place === 'body' || place === 'formData');
  const body = parameters.filter((each) => inBody(each.in));
  const media = text(list(raw.consumes ?? document.consumes)[0]) || 'application/json';
  return {
    id: text(raw.operationId) || `${verb} ${path}`,
    verb,
    path,
    summary: text(raw.summary),
    description: text(raw.description),
    deprecated: raw.deprecated === true,
    called: true,
    fields: parameters.filter((each) => !inBody(each.in)).map(fieldOf),
    contents: old ? oldBody(body, media) : contentsOf(resolve(document, raw.requestBody).content),
    answers: Object.entries(json(raw.responses)).map(([status, each]) => answerOf(status, resolve(document, each))),
    security: list(raw.security ?? document.security).flatMap((each) => Object.keys(json(each))),
  };
}

function fieldOf(parameter: Json): SpecField {
  const [first] = Object.values(json(parameter.content)).map(json);
  return {
    name: text(parameter.name),
    place: text(parameter.in),
    description: text(parameter.description),
    required: parameter.required === true,
    schema: parameter.schema ?? first?.schema ?? parameter,
  };
}

function oldBody(parameters: Json[], media: string): SpecContent[] {
  if (parameters.length === 0) return [];
  const [whole] = parameters.filter((each) => each.in === 'body');
  if (whole) return [{ name: media, schema: whole.schema, description: text(whole.description) }];
  const properties = Object.fromEntries(parameters.map((each) => [text(each.name), each]));
  const required = parameters.filter((each) => each.required === true).map((each) => text(each.name));
  return [{ name: 'form', schema: { type: 'object', properties, required } }];
}

function contentsOf(content: unknown): SpecContent[] {
  return Object.entries(json(content)).map(([name, media]) => ({ name, schema: json(media).schema }));
}

function answerOf(status: string, answer: Json): SpecAnswer {
  const old = answer.schema === undefined ? [] : [{ name: 'application/json', schema: answer.schema }];
  return { status, description: text(answer.description), contents: [...contentsOf(answer.content), ...old] };
}
