"""Deletions of all entities of a blueprint, recorded as migrations (port-api semantics 3.4 and 19)."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TABLE = """
create table migration(
  id bigint primary key default nextval('object_id'),
  public_id text not null unique,
  org int not null references organisation(id) on delete cascade,
  bp int not null,                   -- no reference: the record outlives its blueprint
  blueprint text not null,
  delete_blueprint boolean not null,
  status text not null default 'INITIALIZING', -- INITIALIZING RUNNING COMPLETED FAILURE
  done int not null default 0,
  reason text,
  created_at timestamptz not null default clock_timestamp(), created_by int,
  updated_at timestamptz not null default clock_timestamp());
create unique index migration_active on migration(bp) where status in ('INITIALIZING', 'RUNNING');
create index migration_org on migration(org, id);
alter table migration enable row level security;
alter table migration force row level security;
create policy organisation on migration using (
  (select current_setting('seaway.org', true)) = '*'
  or org = (select nullif(nullif(current_setting('seaway.org', true), '*'), '')::int));
"""


def upgrade() -> None:
    """Create the table."""
    for statement in TABLE.split(";\n"):
        if statement.strip():
            op.execute(statement)
