"""Secrets of an organisation, who may do what with one object, and deleted blueprints by organisation (for the audit log)."""

from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

TABLES = """
create table organisation_secret(
  id bigint primary key default nextval('object_id'),
  org int not null references organisation(id) on delete cascade,
  name text not null,
  description text,
  sealed bytea not null,             -- the value, under the envelope key; bound to organisation and name
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  unique(org, name));

-- What differs from the defaults of a kind. Rows outlive their object: one that returns from the bin keeps its number.
create table object_permission(
  org int not null references organisation(id) on delete cascade,
  kind text not null,                -- the word of the vocabulary of permissions: blueprints, pages
  ref bigint not null,
  lists json not null,
  primary key(org, kind, ref));
create index change_deleted_blueprint on change(org) where op = 'D' and kind = 'blueprint';
"""
FENCE = """
alter table {table} enable row level security;
alter table {table} force row level security;
create policy organisation on {table} using (
  (select current_setting('seaway.org', true)) = '*'
  or org = (select nullif(nullif(current_setting('seaway.org', true), '*'), '')::int));
"""


def upgrade() -> None:
    """Create the tables."""
    fences = "".join(FENCE.format(table=table) for table in ("organisation_secret", "object_permission"))
    for statement in (TABLES + fences).split(";\n"):
        if statement.strip():
            op.execute(statement)
