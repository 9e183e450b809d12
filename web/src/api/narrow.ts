import type {
  Blueprint,
  BlueprintInput,
  CatalogPage,
  Entity,
  ImportRun,
  Plan,
  PortalPage,
  PropertySchema,
  Query,
  User,
} from './contract';
import type { components } from './schema';

type Schemas = components['schemas'];

/** An entity with the parts filled in that a narrower answer leaves out. */
export function entityOf(shape: Schemas['EntityOut']): Entity {
  const { title = null, team = [], properties = {}, relations = {}, createdAt = '', updatedAt = '' } = shape;
  return { ...shape, title, team, properties, relations, createdAt, updatedAt };
}

/** The document describes properties only as objects: the server has checked that they are property schemas. */
export function blueprintOf(shape: Schemas['BlueprintShape']): Blueprint {
  return shape as unknown as Blueprint;
}

/** How values are declared: as property schemas, which the document leaves free. */
export function declaredOf(shapes: Schemas['DeclaredAnswer']['properties']): Record<string, Partial<PropertySchema>> {
  return shapes as Record<string, Partial<PropertySchema>>;
}

/** What a person wrote is sent as it is: the server says what is wrong with it. */
export function blueprintBody(input: BlueprintInput): Schemas['BlueprintIn'] {
  return input as unknown as Schemas['BlueprintIn'];
}

/** A page that shows the entities of a blueprint: such a page names one and counts them. */
export function isCatalogPage(page: PortalPage): page is CatalogPage {
  return page.type === 'blueprint-entities' && page.blueprint !== null;
}

export function queryBody(query: Query): Schemas['EntitiesQuery'] {
  return query as Schemas['EntitiesQuery'];
}

/** A plan; every part has the one form of the server's core. */
export function planOf(shape: unknown): Plan {
  return shape as Plan;
}

/** The document leaves the plan and the error of an import free. */
export function importOf(shape: Schemas['ImportShape']): ImportRun {
  return shape as ImportRun;
}

export function userOf(shape: Schemas['UserShape']): User {
  return {
    id: '',
    email: '',
    firstName: '',
    lastName: '',
    picture: '',
    status: 'ACTIVE',
    type: 'Standard',
    providers: [],
    roles: [],
    orgs: [],
    orgMembers: [],
    teams: [],
    teamsIdentifiers: [],
    createdAt: '',
    updatedAt: '',
    ...shape,
  };
}
