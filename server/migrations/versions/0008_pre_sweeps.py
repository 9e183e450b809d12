"""Changes and deletions of many entities at once, in the background, and what they are about to touch."""

from alembic import op

revision = "0008"
down_revision = "0007"
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
create table sweep(
  id bigint primary key default nextval('object_id'),
  public_id text not null unique,
  org int not null references organisation(id) on delete cascade,
  bp int not null,                   -- no reference: the record outlives its blueprint
  blueprint text not null,
  op text not null,                  -- change, delete, undo
  change json,                       -- what is set, for a change
  dependents boolean not null default false,
  undoes bigint references sweep(id) on delete cascade,
  status text not null default 'INITIALIZING', -- INITIALIZING RUNNING COMPLETED FAILURE
  total int not null,
  done int not null default 0,
  unchanged int not null default 0,
  failed int not null default 0,
  failures json not null default '[]', -- the first twenty: identifier, error, message
  reason text,
  created_at timestamptz not null default clock_timestamp(), created_by int,
  updated_at timestamptz not null default clock_timestamp());
create index sweep_org on sweep(org, id);
create unique index sweep_undoes on sweep(undoes) where undoes is not null;
create table sweep_target(
  org int not null references organisation(id) on delete cascade,
  sweep bigint not null references sweep(id) on delete cascade,
  ent bigint not null,
  dealt boolean not null default false,
  primary key(sweep, ent));
create index sweep_target_left on sweep_target(sweep, ent) where not dealt;
"""


def upgrade() -> None:
    """Create the tables."""
    fences = "".join(FENCE.format(table=table) for table in ("sweep", "sweep_target"))
    for statement in (TABLES + fences).split(";\n"):
        if statement.strip():
            op.execute(statement)
