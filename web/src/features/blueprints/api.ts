import { type QueryClient, queryOptions } from '@tanstack/react-query';
import { answer, api, tracesOf } from '@/api/client';
import type { Blueprint, BlueprintInput, Plan } from '@/api/contract';
import { blueprintBody, blueprintOf, declaredOf, planOf, queryBody } from '@/api/narrow';
import type { components } from '@/api/schema';
import { toDocument } from './document';

type Schemas = components['schemas'];

export const blueprintKeys = {
  all: ['blueprints'] as const,
  one: (identifier: string) => ['blueprints', identifier] as const,
};

export const blueprintsQuery = queryOptions({
  queryKey: blueprintKeys.all,
  queryFn: async () => (await answer(api.GET('/v1/blueprints'))).blueprints.map(blueprintOf),
  staleTime: 60_000,
});

/** One blueprint, and of what type the values of its mirrors are. */
export const blueprintQuery = (blueprint: string) =>
  queryOptions({
    queryKey: blueprintKeys.one(blueprint),
    queryFn: async () => {
      const params = { path: { blueprint } };
      const found = blueprintOf((await answer(api.GET('/v1/blueprints/{blueprint}', { params }))).blueprint);
      if (Object.keys(found.mirrorProperties).length === 0) return found;
      // A mirror is of the type of what it shows, which its definition does not say.
      const { properties } = await answer(api.GET('/v1/blueprints/{blueprint}/computed', { params }));
      return { ...found, declared: declaredOf(properties) };
    },
    staleTime: 60_000,
    placeholderData: undefined,
  });

/** How many entities the blueprint has. */
export const blueprintCountQuery = (blueprint: string) =>
  queryOptions({
    queryKey: [...blueprintKeys.one(blueprint), 'count'] as const,
    queryFn: async () =>
      (
        await answer(
          api.POST('/v1/blueprints/{blueprint}/entities/search/count', { params: { path: { blueprint } }, body: {} }),
        )
      ).count,
    placeholderData: undefined,
  });

/** The server keeps no longer text; a longer one is saved without its comments. */
const MAX_TEXT = 200_000;

function written(input: BlueprintInput, text: string) {
  return blueprintBody({ ...input, yaml: text.length > MAX_TEXT ? '' : text });
}

/** Creates a blueprint, with the text that it was written as. */
export async function createBlueprint(input: BlueprintInput, text = ''): Promise<Blueprint> {
  return blueprintOf((await answer(api.POST('/v1/blueprints', { body: written(input, text) }))).blueprint);
}

/** A blueprint and the version it was read at, which a write names so that it overwrites nobody's change. */
export interface Versioned {
  blueprint: Blueprint;
  etag: string;
  /** The definition as YAML, with the comments, order and style that somebody gave it. */
  text: string;
}

const etagOf = (response: Response) => response.headers.get('etag') ?? '';

/** A blueprint for changing it; never from memory. */
export const versionedQuery = (blueprint: string) =>
  queryOptions({
    queryKey: [...blueprintKeys.one(blueprint), 'versioned'] as const,
    queryFn: async () => {
      const params = { path: { blueprint } };
      const [found, source] = await Promise.all([
        api.GET('/v1/blueprints/{blueprint}', { params }),
        api.GET('/v1/blueprints/{blueprint}/yaml', { params }),
      ]);
      if (!found.data || !source.data) throw new Error('The server sent no body.');
      const etag = etagOf(found.response);
      const { yaml, current } = source.data;
      const read = blueprintOf(found.data.blueprint);
      const exact = yaml !== null && current && etagOf(source.response) === etag;
      const { rewritten } = await import('./rewritten'); // it brings a parser along, which most pages do without
      return { blueprint: read, etag, text: exact ? yaml : rewritten(yaml, toDocument(read)) };
    },
    staleTime: 0,
    gcTime: 0,
    placeholderData: undefined,
  });

const based = (etag: string) => (etag ? { 'if-match': etag } : {});

/** Replaces a blueprint and its text, if it is still as it was read. */
export async function replaceBlueprint(
  blueprint: string,
  input: BlueprintInput,
  text: string,
  etag: string,
): Promise<Versioned> {
  const { data, response } = await api.PUT('/v1/blueprints/{blueprint}', {
    params: { path: { blueprint }, header: based(etag) },
    body: written(input, text),
  });
  if (!data || !('blueprint' in data)) throw new Error('The server sent no blueprint.');
  return { blueprint: blueprintOf(data.blueprint), etag: etagOf(response), text };
}

/** What replacing would change, found by rehearsing it on the server. */
export async function planBlueprint(blueprint: string, input: BlueprintInput, etag: string): Promise<Plan> {
  const found = await answer(
    api.PUT('/v1/blueprints/{blueprint}', {
      params: { path: { blueprint }, query: { dry_run: true }, header: based(etag) },
      body: blueprintBody(input),
    }),
  );
  if (!('plan' in found)) throw new Error('The server sent no plan.');
  return planOf(found.plan);
}

export interface Renaming {
  section: 'properties' | 'mirrorProperties' | 'relations';
  name: string;
  next: string;
}

/** Renames a part where it is stored; `mentions` are calculations whose jq still holds the old name. */
export async function renamePart(
  blueprint: string,
  { section, name, next }: Renaming,
): Promise<Omit<Versioned, 'text'> & { mentions: string[] }> {
  const params = { path: { blueprint, name } };
  const { data, response } = await {
    properties: () =>
      api.PATCH('/v1/blueprints/{blueprint}/properties/{name}/rename', { params, body: { newPropertyName: next } }),
    mirrorProperties: () =>
      api.PATCH('/v1/blueprints/{blueprint}/mirror/{name}/rename', { params, body: { newMirrorName: next } }),
    relations: () =>
      api.PATCH('/v1/blueprints/{blueprint}/relations/{name}/rename', {
        params,
        body: { newRelationIdentifier: next },
      }),
  }[section]();
  if (!data) throw new Error('The server sent no body.');
  const mentions = data.details?.calculations;
  return {
    blueprint: blueprintOf(data.blueprint),
    etag: etagOf(response),
    mentions: Array.isArray(mentions) ? mentions.map(String) : [],
  };
}

/** What deleting would take along, and what bars it. Its key is its own: nothing asks again about what is gone. */
export const deletionPlanQuery = (blueprint: string) =>
  queryOptions({
    queryKey: ['blueprint-deletion', blueprint] as const,
    queryFn: async () => {
      const found = await answer(
        api.DELETE('/v1/blueprints/{blueprint}', { params: { path: { blueprint }, query: { dry_run: true } } }),
      );
      if (!('plan' in found)) throw new Error('The server sent no plan.');
      return planOf(found.plan);
    },
    staleTime: 0,
    gcTime: 0,
  });

/** Deletes a blueprint with its pages, and answers the trace under which the bin keeps both. */
export async function deleteBlueprint(blueprint: string, digest: string): Promise<string[]> {
  const params = { path: { blueprint }, query: { digest } };
  return tracesOf((await api.DELETE('/v1/blueprints/{blueprint}', { params })).response);
}

/** Forgets what a change of a blueprint has made stale: it reaches pages and entities too. */
export async function refreshBlueprints(queryClient: QueryClient): Promise<void> {
  const keys = [blueprintKeys.all, ['pages'], ['entities']];
  await Promise.all(keys.map((queryKey) => queryClient.invalidateQueries({ queryKey })));
}

export type Tried = Schemas['ComputedPreviewValue'];
export interface Trial {
  section: Schemas['ComputedPreviewIn']['section'];
  name: string;
  /** As JSON. */
  definition: string;
  entity: string | null;
}

/** What the definition of a computed property comes to, for the first five entities or one; `state` tells saves apart. */
export const tryQuery = (blueprint: string, state: string, { section, name, definition, entity }: Trial) =>
  queryOptions({
    queryKey: ['computed-trial', blueprint, state, section, name, definition, entity] as const,
    queryFn: async ({ signal }): Promise<Tried[]> => {
      const body = { section, name, definition: JSON.parse(definition), entities: entity === null ? [] : [entity] };
      const params = { path: { blueprint } };
      return (await answer(api.POST('/v1/blueprints/{blueprint}/computed/preview', { params, body, signal }))).results;
    },
    staleTime: 0,
    gcTime: 0,
  });

/** Entities to try a definition on, by name. */
export const entityNamesQuery = (blueprint: string, text: string) =>
  queryOptions({
    queryKey: ['entities', blueprint, 'names', text] as const,
    queryFn: async ({ signal }) => {
      const rules = ['$title', '$identifier'].map((property) => ({ property, operator: 'contains', value: text }));
      const query = text ? { query: queryBody({ combinator: 'or', rules }) } : {};
      const body = { ...query, include: ['$identifier', '$title'], limit: 20 };
      const params = { path: { blueprint } };
      const found = await answer(api.POST('/v1/blueprints/{blueprint}/entities/top-search', { params, body, signal }));
      return (found.entities ?? []).map(({ identifier, title = null }) => ({ identifier, title }));
    },
  });
