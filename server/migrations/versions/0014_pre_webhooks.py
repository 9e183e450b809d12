"""Custom webhooks: where other systems send what happens, and what became of each delivery."""

from alembic import op

revision = "0014"
down_revision = "0013"
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
create table webhook(
  id bigint primary key default nextval('object_id'),
  org int not null references organisation(id) on delete cascade,
  ident text not null,
  title text not null,
  icon text,
  description text,
  enabled boolean not null,
  type text not null,                -- custom, template
  mappings json not null,            -- as they were sent
  security json not null,            -- as it was sent, without the secret
  secret bytea,                      -- sealed
  key text not null unique,          -- its address; never changes
  created_at timestamptz not null default clock_timestamp(), created_by text not null,
  updated_at timestamptz not null default clock_timestamp(), updated_by text not null,
  unique(org, ident));
create table webhook_delivery(
  id bigint primary key default nextval('object_id'),
  public_id text not null unique,
  org int not null references organisation(id) on delete cascade,
  webhook bigint not null references webhook(id) on delete cascade,
  status text not null,              -- queued, completed, failed, dropped
  reason text,                       -- of what was dropped or failed
  request json not null,             -- headers and query
  body bytea not null,
  name text,                         -- what the sender calls the delivery, told by requestIdentifierPath
  replay_of text,
  done int not null default 0,       -- mappings that were applied
  counts json not null default '{}',
  outcomes json not null default '[]',
  received_at timestamptz not null default clock_timestamp(),
  ended_at timestamptz);
create index webhook_delivery_log on webhook_delivery(webhook, id desc);
create index webhook_delivery_name on webhook_delivery(webhook, name) where name is not null;
create index webhook_delivery_queued on webhook_delivery(id) where status = 'queued';
create index webhook_delivery_age on webhook_delivery(received_at);
"""


def upgrade() -> None:
    """Create the tables."""
    fences = "".join(FENCE.format(table=table) for table in ("webhook", "webhook_delivery"))
    for statement in (TABLES + fences).split(";\n"):
        if statement.strip():
            op.execute(statement)
