/** The server's shapes by the names the portal uses. What the OpenAPI document leaves free is narrowed here. */

import type { components } from './schema';

type Schemas = components['schemas'];

export type PropertyType = 'string' | 'number' | 'boolean' | 'object' | 'array';

/** A property of a blueprint: JSON Schema with Port's additions; any further keyword is kept. */
export interface PropertySchema {
  type: PropertyType;
  title?: string;
  description?: string;
  icon?: string;
  format?: string;
  spec?: string;
  enum?: (string | number)[];
  enumColors?: Record<string, string>;
  default?: unknown;
  items?: PropertySchema;
  [key: string]: unknown;
}

export type Relation = Schemas['RelationShape'];

export interface Blueprint
  extends Omit<
    Schemas['BlueprintShape'],
    | 'schema'
    | 'icon'
    | 'description'
    | 'ownership'
    | 'changelogDestination'
    | 'includeInGlobalSearch'
    | 'mirrorProperties'
    | 'calculationProperties'
    | 'aggregationProperties'
  > {
  schema: { properties: Record<string, PropertySchema>; required: string[] };
  mirrorProperties: Record<string, { title?: string; path: string }>;
  calculationProperties: Record<string, PropertySchema & { calculation: string }>;
  aggregationProperties: Record<string, PropertySchema & { target: string }>;
  icon?: string | null;
  description?: string | null;
  ownership?: { type: 'Direct' | 'Inherited'; path?: string; title?: string } | null;
  /** How the values of computed properties are declared, where that was asked for; empty where a path leads nowhere. */
  declared?: Record<string, Partial<PropertySchema>>;
}

/** A blueprint as a person writes it: the server says what is wrong with it. */
export type BlueprintInput = Record<string, unknown> & {
  identifier?: string;
  schema?: { properties?: Record<string, PropertySchema>; required?: string[] };
  relations?: Record<string, Partial<Relation>>;
};

export type RelationEnd = string | Schemas['TitledTarget'];
export type RelationValue = RelationEnd | RelationEnd[] | null;
export type EntityInput = Schemas['EntityIn'];

/** An entity with everything that a narrower answer leaves out filled in. */
export interface Entity
  extends Omit<Schemas['EntityOut'], 'title' | 'team' | 'properties' | 'relations' | 'createdAt' | 'updatedAt'> {
  /** Empty where the answer was narrower. */
  createdAt: string;
  updatedAt: string;
  title: string | null;
  team: string[];
  properties: Record<string, unknown>;
  relations: Record<string, RelationValue>;
}

/** A comparison in the server's rule language. */
export interface Rule {
  property?: string;
  relation?: string;
  operator: string;
  value?: unknown;
}
export interface Query {
  combinator: 'and' | 'or';
  /** Holds when its rules do not. */
  not?: boolean;
  rules: (Rule | Query)[];
}
export interface SortKey {
  property?: string;
  relation?: string;
  targetProperty?: '$title' | '$identifier';
  order: 'asc' | 'desc';
}

export type SearchHit = Schemas['SearchHit'];
export type SearchAnswer = Schemas['SearchAnswer'];
export type SearchType = SearchHit['type'];
export type SidebarItem = Schemas['SidebarItem'];
export type EntityRef = Schemas['End'];
export type Graph = Schemas['GraphAnswer'];
export type GraphEdge = Schemas['Edge'];
export type Change = Schemas['ChangeOut'];
export type DefinitionChange = Schemas['DefinitionChange'];
/** A page of the portal of any type: a catalog page, a dashboard, the home page, or a template of entities' pages. */
export type PortalPage = Schemas['PageShape'];
export type CatalogPage = PortalPage & { blueprint: string; count: number };
export type SavedView = Omit<Schemas['ViewShape'], 'state'> & { state: Record<string, unknown> };

/** What a plan says would happen to one object; an update holds what differs, and nothing else. */
export interface PlanEffect {
  op: 'create' | 'update' | 'delete';
  kind: string;
  subject: string;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
}
export interface PlanEdge {
  source: string;
  relation: string;
  target: string;
}
export interface Plan {
  digest: string;
  counts: Record<'entities' | 'relations' | 'others', Record<string, number>>;
  truncated: boolean;
  entities: PlanEffect[];
  relations: { op: 'create' | 'delete'; before: PlanEdge | null; after: PlanEdge | null }[];
  others: PlanEffect[];
  policies: { name: string; outcome: 'allow' | 'hold' | 'deny'; message: string }[];
  unknown: string[];
}

export type ImportRun = Omit<Schemas['ImportShape'], 'plan' | 'error' | 'origin'> & {
  origin: { type: 'archive' | 'git' | 'table'; name?: string; mapping?: TableMapping };
  plan: Plan | null;
  error: { error?: string; message?: string } | null;
};
export type ImportStatus = ImportRun['status'];
export type ImportDocument = Schemas['DocumentShape'];
export type ImportSource = Schemas['SourceShape'];
/** A file of rows as the server read it, and where its columns probably go. */
export type TableFile = Schemas['TableShape'];
export type TableColumn = Schemas['ColumnShape'];
/** Which column goes where; the form that uploads a table carries it as JSON. */
export interface TableMapping {
  blueprint: string;
  columns: { column: string; to: string; by?: 'identifier' | 'title' }[];
  create?: {
    title?: string;
    properties: Record<string, object>;
    relations?: Record<string, { target: string; title?: string; many?: boolean }>;
  };
  format?: TableFile['format'];
  encoding?: TableFile['encoding'];
  delimiter?: ',' | ';' | '\t' | '|';
}

export type Session = Schemas['SessionShape'];
export type Invitation = Schemas['InvitationShape'];
export type User = Required<Schemas['UserShape']>;

export type Preferences = Schemas['PreferencesShape'];
export type PreferencesPatch = Schemas['PreferencesPatch'];
/** Which cards of Home stand where, and which are hidden. */
export type HomeLayout = Schemas['HomeLayout'];
/** An entity or page that a person keeps or looked at. */
export type KeptItem = Schemas['KeptShape'];
export type SeenItem = Schemas['SeenShape'];
export type OwnedEntity = Schemas['OwnedShape'];
export type Notification = Schemas['NotificationShape'];
export type Watch = Schemas['WatchShape'];
export type OpenSession = Schemas['OpenSessionShape'];
