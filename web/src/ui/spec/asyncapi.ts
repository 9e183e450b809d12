import type { Spec, SpecContent, SpecField, SpecGroup, SpecOperation } from './model';
import { isJson, type Json, json, list, nameOfRef, resolve, text } from './read';

/** AsyncAPI 2 and 3, one group a channel; null for another document. */
export function readAsyncApi(document: Json): Spec | null {
  const version = String(document.asyncapi ?? '');
  if (!version) return null;
  const info = json(document.info);
  const servers = Object.values(json(document.servers)).map((each) => serverOf(resolve(document, each)));
  return {
    document,
    format: `AsyncAPI ${version}`,
    title: text(info.title),
    version: String(info.version ?? ''),
    description: text(info.description),
    servers: servers.filter(Boolean),
    groups: version.startsWith('2') ? oldChannels(document) : channels(document),
  };
}

function serverOf(server: Json): string {
  if (text(server.url)) return text(server.url);
  return text(server.host) ? `${text(server.protocol) || 'https'}://${text(server.host)}${text(server.pathname)}` : '';
}

/** In version 2 an application publishes what the others of the channel receive. */
function oldChannels(document: Json): SpecGroup[] {
  return Object.entries(json(document.channels)).flatMap(([name, given]) => {
    const channel = resolve(document, given);
    const operations = ['publish', 'subscribe'].flatMap((verb) => {
      if (!isJson(channel[verb])) return [];
      const operation = resolve(document, channel[verb]);
      const message = resolve(document, operation.message);
      const messages = Array.isArray(message.oneOf) ? message.oneOf : operation.message ? [operation.message] : [];
      return [operationOf(document, { name, verb, channel, operation }, messages)];
    });
    return operations.length > 0 ? [{ name, description: text(channel.description), operations }] : [];
  });
}

function channels(document: Json): SpecGroup[] {
  const operations = Object.entries(json(document.operations)).map(([id, given]) => ({
    id,
    operation: resolve(document, given),
  }));
  return Object.entries(json(document.channels)).map(([key, given]) => {
    const channel = resolve(document, given);
    const name = text(channel.address) || key;
    const own = operations.filter(({ operation }) => nameOfRef(operation.channel) === key);
    const all = Object.values(json(channel.messages));
    const described = own.map(({ id, operation }) => {
      const messages = list(operation.messages).length > 0 ? list(operation.messages) : all;
      const place = { name, verb: text(operation.action), channel, operation: { operationId: id, ...operation } };
      return operationOf(document, place, messages);
    });
    const silent = operationOf(document, { name, verb: 'channel', channel, operation: {} }, all);
    return { name, description: text(channel.description), operations: described.length > 0 ? described : [silent] };
  });
}

interface Place {
  name: string;
  verb: string;
  channel: Json;
  operation: Json;
}

function operationOf(document: Json, { name, verb, channel, operation }: Place, messages: unknown[]): SpecOperation {
  return {
    id: text(operation.operationId) || `${verb} ${name}`,
    verb,
    path: name,
    summary: text(operation.summary) || text(operation.title),
    description: text(operation.description),
    deprecated: false,
    called: false,
    fields: Object.entries(json(channel.parameters)).map(([key, each]) => parameterOf(key, resolve(document, each))),
    contents: messages.map((message) => messageOf(document, message)),
    answers: [],
    security: [],
  };
}

function parameterOf(name: string, parameter: Json): SpecField {
  const schema = parameter.schema ?? { type: 'string', enum: parameter.enum };
  return { name, place: 'path', description: text(parameter.description), required: true, schema };
}

function messageOf(document: Json, given: unknown): SpecContent {
  const message = resolve(document, given);
  const payload = json(message.payload);
  return {
    name: text(message.title) || text(message.name) || nameOfRef(given),
    // A payload of a named format keeps its schema one level deeper.
    schema: payload.schemaFormat ? payload.schema : message.payload,
    description: text(message.summary) || text(message.description),
  };
}
