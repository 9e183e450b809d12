"""Integrations: what fills the catalog from elsewhere, and what it tells about itself."""

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

FENCE = """
alter table {table} enable row level security;
alter table {table} force row level security;
create policy organisation on {table} using (
  (select current_setting('seaway.org', true)) = '*'
  or org = (select nullif(nullif(current_setting('seaway.org', true), '*'), '')::int));
"""
TABLES = """
create table integration(
  id bigint primary key default nextval('object_id'),
  org int not null references organisation(id) on delete cascade,
  public_id text not null unique,
  ident text collate "C" not null,
  ingest_id text not null unique,    -- names it in the addresses to which it sends logs and figures
  stated json not null,              -- what it says of itself, key by key; json keeps order and numbers as they came
  resync_state json,
  resync_state_at timestamptz,
  resync_requested_at timestamptz,
  seen_at timestamptz not null,      -- its last sign of life
  created_at timestamptz not null, created_by int,
  updated_at timestamptz not null, updated_by int,
  unique(org, ident));
create table integration_example(
  id bigint primary key generated always as identity,
  org int not null references organisation(id) on delete cascade,
  integration bigint not null references integration(id) on delete cascade,
  kind text not null,
  data json not null);
create index integration_example_kind on integration_example(integration, kind, id);
create table integration_cursor(
  org int not null references organisation(id) on delete cascade,
  integration bigint not null references integration(id) on delete cascade,
  kind text not null,
  place int not null,
  value text not null,
  primary key(integration, kind, place));
create table integration_log(
  id bigint primary key generated always as identity,
  org int not null references organisation(id) on delete cascade,
  integration bigint not null references integration(id) on delete cascade,
  at timestamptz not null,
  level text not null,
  message text not null,
  event text,                        -- the sync that the line belongs to
  extra json);
create index integration_log_at on integration_log(integration, at, id);
create table integration_sync(
  id bigint primary key generated always as identity,
  org int not null references organisation(id) on delete cascade,
  integration bigint not null references integration(id) on delete cascade,
  event text not null,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  unique(integration, event));
create index integration_sync_created on integration_sync(integration, created_at, id);
create table integration_metric(
  org int not null references organisation(id) on delete cascade,
  sync bigint not null references integration_sync(id) on delete cascade,
  kind text not null,                -- with its place among the kinds, as repository-0
  said json not null,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  primary key(sync, kind));
"""
NAMES = (
    "integration", "integration_example", "integration_cursor", "integration_log", "integration_sync",
    "integration_metric",
)  # fmt: skip


def upgrade() -> None:
    """Create the tables."""
    fences = "".join(FENCE.format(table=table) for table in NAMES)
    for statement in (TABLES + fences).split(";\n"):
        if statement.strip():
            op.execute(statement)
