"""The foundation: organisations, accounts, blueprints, entities, the change log, imports."""

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# One sequence numbers every object of every kind, so that `change.ref` is unique over all of them.
CORE = """
create extension if not exists pg_trgm;
create sequence object_id;

create table instance(
  id uuid primary key default gen_random_uuid(),
  epoch text not null,               -- part of every position handed out; a restore makes a new one
  created_at timestamptz not null default clock_timestamp());

create table organisation(
  id int primary key generated always as identity,
  public_id text not null unique,
  name text not null,
  settings jsonb not null default '{}',
  announcement jsonb,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp());

-- Who acted, interned: users, machines, the system. `public_id` is what the API shows as createdBy and updatedBy.
create table actor(
  id int primary key generated always as identity,
  org int not null references organisation(id) on delete cascade,
  public_id text not null,
  type "char" not null,              -- u user, m machine, s system
  name text not null,
  unique(org, public_id));

-- Where a write came from, interned: the `$datasource` stamp.
create table datasource(
  id int primary key generated always as identity,
  org int not null references organisation(id) on delete cascade,
  stamp text not null,
  unique(org, stamp));

create table change(
  org int not null,
  xid xid8 not null default pg_current_xact_id(),
  seq bigint not null generated always as identity,
  at timestamptz not null default clock_timestamp(),
  kind text not null,
  ref bigint not null,
  bp int,
  actor int,
  actor_type "char" not null,
  source int,
  cause text,
  trace uuid,
  op "char" not null,                -- C created, U updated, D deleted
  undo jsonb,                        -- U: old values of changed keys, null for added ones; D: the whole last state; C: nothing
  displaced boolean not null default false);
create index change_position on change(xid, seq);
create index change_ref on change(ref, seq);
-- By what a deleted entity was called last: its history and past states are asked for by name.
create index change_deleted on change(org, bp, md5(undo ->> 'identifier')) where op = 'D' and kind = 'entity';
create index change_at on change using brin(at) with (pages_per_range = 16);

create table subscription(
  name text primary key,
  kinds text[] not null,             -- what its handler wants: lag is measured by processes that do not know the handler
  xid xid8 not null default '0',
  seq bigint not null default 0,
  attempts int not null default 0,
  retry_at timestamptz,
  error text);
create table feed_parked(
  subscription text not null, xid xid8 not null, seq bigint not null,
  error text not null,
  at timestamptz not null default clock_timestamp(),
  retry_at timestamptz,              -- set by a person who wants it tried again
  primary key(subscription, xid, seq));

create table worker(
  executor_id text primary key, host text not null, pid int not null,
  started_at timestamptz not null default clock_timestamp(),
  last_seen timestamptz not null default clock_timestamp());

create table idempotency(
  org int not null references organisation(id) on delete cascade,
  actor text not null, key text not null,
  fingerprint bytea not null,
  status int, headers jsonb, body bytea,
  created_at timestamptz not null default clock_timestamp(),
  primary key(org, actor, key));
create index idempotency_age on idempotency using brin(created_at);

create unlogged table rate_window(
  org int not null, bucket text not null, started_at timestamptz not null, used bigint not null,
  primary key(org, bucket, started_at));

-- Sign-ins, denials and secret reads: facts about access that are not changes of an object.
create table audit_entry(
  id bigint primary key generated always as identity,
  org int, at timestamptz not null default clock_timestamp(),
  kind text not null, actor text, subject text, address text, trace uuid,
  detail jsonb not null default '{}');
create index audit_entry_org_at on audit_entry(org, at);

-- Sealed values under the envelope key, so that every host shares them.
create table sealed_value(
  org int not null default 0, name text not null,
  sealed bytea not null,
  created_at timestamptz not null default clock_timestamp(),
  primary key(org, name));
"""

IDENTITY = """
create table account(
  id bigint primary key default nextval('object_id'),
  public_id text not null unique,
  email text not null,
  name text not null,
  password_hash text,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp());
-- E-mails are kept in one canonical spelling (identity.types).
create unique index account_email on account(email);

create table membership(
  org int not null references organisation(id) on delete cascade,
  account bigint not null references account(id) on delete cascade,
  role text not null, status text not null,
  joined_at timestamptz,             -- when the person proved to be the one invited; before that, nobody signs in by it
  last_login_at timestamptz,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  primary key(org, account));
create index membership_account on membership(account);

create table session(
  token_hash bytea primary key,
  org int not null references organisation(id) on delete cascade,
  account bigint not null references account(id) on delete cascade,
  created_at timestamptz not null default clock_timestamp(),
  seen_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null,
  agent text, address text);
create index session_account on session(account);

create table one_time_link(
  token_hash bytea primary key,
  kind text not null,                -- setup, invitation
  org int not null references organisation(id) on delete cascade,
  email text, role text not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  created_at timestamptz not null default clock_timestamp());

create table machine(
  id bigint primary key default nextval('object_id'),
  org int not null references organisation(id) on delete cascade,
  client_id text not null unique,
  name text not null,
  secret bytea not null,             -- sealed: it also signs webhooks, so it must be readable
  role text not null, enabled boolean not null default true,
  token_issued_at timestamptz,
  generation int not null default 1, -- counts secrets; a token names the one it was issued for
  created_at timestamptz not null default clock_timestamp(), created_by text,
  updated_at timestamptz not null default clock_timestamp(), updated_by text);
create index machine_org on machine(org);

create table throttle(
  key text primary key, attempts int not null, window_started_at timestamptz not null);
create index throttle_age on throttle(window_started_at);
"""

CATALOG = """
create table blueprint(
  id int primary key generated always as identity,
  org int not null references organisation(id) on delete cascade,
  ident text not null,
  title text, icon text, description text,
  -- json, not jsonb: the order of properties is the author's, and tables and forms show it
  schema json not null default '{"properties": {}, "required": []}',
  extra json not null default '{}', -- mirrorProperties, calculationProperties, aggregationProperties, ownership, changelogDestination, ...
  ver bigint not null,               -- random, new at every real change: see blueprints.types.Blueprint
  system boolean not null default false,
  created_at timestamptz not null default clock_timestamp(), created_by int,
  updated_at timestamptz not null default clock_timestamp(), updated_by int,
  unique(org, ident));

create table relation(
  id int primary key generated always as identity,
  org int not null,
  bp int not null references blueprint(id) on delete cascade,
  name text not null,
  tbp int not null references blueprint(id),
  many boolean not null, required boolean not null,
  definition jsonb not null default '{}', -- title, description and keys we keep but do not read
  position int not null,
  unique(bp, name));
create index relation_target on relation(tbp);

create table entity(
  id bigint primary key default nextval('object_id'),
  org int not null,
  bp int not null,
  ident text not null,
  title text, icon text,
  team text[] not null default '{}',
  props jsonb not null default '{}', -- values over 1 KB live in entity_blob
  rels jsonb not null default '{}',  -- identifiers, denormalised: reads and diffs need no join; edge is the index
  large boolean not null default false,
  hash bigint,                       -- digest of the last accepted payload and blueprint.ver; null: must be evaluated again
  source int,
  created_at timestamptz not null default clock_timestamp(), created_by int,
  updated_at timestamptz not null default clock_timestamp(), updated_by int)
  with (fillfactor = 90);
create unique index entity_org_bp_ident on entity(org, bp, ident);
-- No index on bp alone: while the table is small it costs the same as the unique one, and a plan cached then would
-- read the whole blueprint for every probe later.

-- What an entity is called, for searches by a piece of it. Apart from `entity`, because the fence of organisations keeps
-- operators such as ilike away from the indexes of a fenced table; it is reached only to find ids of named blueprints,
-- which are then read through `entity`. Kept in step by triggers, whoever writes.
create table entity_name(ent bigint primary key, bp int not null, text text not null);
create index entity_name_trgm on entity_name using gin (text gin_trgm_ops);
create function entity_named() returns trigger language plpgsql as $$ begin insert into entity_name(ent, bp, text) select n.id, n.bp, n.ident || ' ' || coalesce(n.title, '') from added n; return null; end $$;
create trigger entity_named after insert on entity referencing new table as added for each statement execute function entity_named();
create function entity_renamed() returns trigger language plpgsql as $$ begin update entity_name set text = new.ident || ' ' || coalesce(new.title, '') where ent = new.id; return null; end $$;
create trigger entity_renamed after update of ident, title on entity for each row when (old.ident is distinct from new.ident or old.title is distinct from new.title) execute function entity_renamed();
create function entity_unnamed() returns trigger language plpgsql as $$ begin delete from entity_name n using removed r where n.ent = r.id; return null; end $$;
create trigger entity_unnamed after delete on entity referencing old table as removed for each statement execute function entity_unnamed();

create table entity_blob(ent bigint not null, prop text not null, val jsonb not null, primary key(ent, prop));
create table entity_alias(org int not null, bp int not null, ident text not null, ent bigint not null, primary key(org, bp, ident));

create table edge(src bigint not null, rel int not null, dst bigint not null, primary key(src, rel, dst));
create index edge_rev on edge(dst, rel, src);
create table edge_pending(tbp int not null, tident text not null, src bigint not null, rel int not null, primary key(tbp, tident, src, rel));
create index edge_pending_src on edge_pending(src, rel);

create table catalog_page(
  id bigint primary key default nextval('object_id'),
  org int not null references organisation(id) on delete cascade,
  ident text not null, title text not null, icon text,
  bp int not null references blueprint(id) on delete cascade,
  position int not null,
  extra json not null default '{}',  -- what clients keep with it: widgets, description, locked, ...; json keeps their order
  created_at timestamptz not null default clock_timestamp(), created_by int,
  updated_at timestamptz not null default clock_timestamp(), updated_by int,
  unique(org, ident));
"""

IMPORTS = """
create table import_source(
  id int primary key generated always as identity,
  org int not null references organisation(id) on delete cascade,
  name text not null,
  blueprints text[] not null default '{}', -- those that were missing when it first named them
  unique(org, name));

-- What a source says, as of its last completed import. Keeps the original document for export.
create table import_item(
  source int not null references import_source(id) on delete cascade,
  ref text not null,
  ent bigint,
  file text not null, index int not null,
  document jsonb not null,
  stated jsonb not null,             -- {properties: [names], relations: [names], team: bool}: what it takes back when it says it no longer
  primary key(source, ref));
create index import_item_ent on import_item(ent);

create table import(
  id bigint primary key default nextval('object_id'),
  public_id text not null unique,
  org int not null references organisation(id) on delete cascade,
  source int not null references import_source(id) on delete cascade,
  status text not null default 'queued', -- queued running completed failed held parked cancelled
  dry_run boolean not null default false,
  confirm_removals boolean not null default false,
  origin jsonb not null,             -- {type: archive, name} or {type: git, url, ref}
  done int not null default 0, total int not null default 0,
  counts jsonb not null default '{}', plan jsonb, error jsonb,
  created_at timestamptz not null default clock_timestamp(), created_by int,
  started_at timestamptz, ended_at timestamptz);
create index import_org on import(org, id);

create table import_archive(import bigint not null references import(id) on delete cascade, part int not null, bytes bytea not null, primary key(import, part));

create table import_document(
  import bigint not null references import(id) on delete cascade,
  no int not null,
  file text not null, index int not null, line int,
  ref text, kind text, result text not null, reason text,
  relations jsonb not null default '[]', warnings jsonb not null default '[]',
  outcome text,                      -- created updated unchanged failed, once it is written
  primary key(import, no));
"""

# The second fence: a session that names an organisation sees only its rows. `*` is the workers' (feed, reaper, start-up).
FENCED = (
    "actor datasource change idempotency audit_entry membership session one_time_link machine blueprint relation entity "
    "entity_alias catalog_page import_source import"
).split()
FENCE = """
alter table {table} enable row level security;
alter table {table} force row level security;
create policy organisation on {table} using (
  (select current_setting('seaway.org', true)) = '*' or org = (select nullif(nullif(current_setting('seaway.org', true), '*'), '')::int));
"""


def upgrade() -> None:
    """Create every table of the foundation."""
    for part in (CORE, IDENTITY, CATALOG, IMPORTS):
        for statement in part.split(";\n"):
            if statement.strip():
                op.execute(statement)
    for table in FENCED:
        for statement in FENCE.format(table=table).split(";\n"):
            if statement.strip():
                op.execute(statement)
    op.execute("insert into instance(epoch) values (substr(md5(random()::text), 1, 6))")
