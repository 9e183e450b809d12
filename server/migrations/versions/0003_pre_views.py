"""Saved views of pages: a table's filters, order and columns under a name."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TABLE = """
create table page_view(
  id bigint primary key default nextval('object_id'),
  public_id text not null unique,
  org int not null references organisation(id) on delete cascade,
  page bigint not null references catalog_page(id) on delete cascade,
  title text not null,
  owner int,                         -- whose it is, an actor; with neither owner nor team it is the page's
  team text,                         -- the identifier of the team whose it is
  state json not null default '{}',  -- as the address of the table says it; json keeps its order
  preferred boolean not null default false,
  position int not null,
  created_at timestamptz not null default clock_timestamp(), created_by int,
  updated_at timestamptz not null default clock_timestamp(), updated_by int,
  check (owner is null or team is null));
create unique index page_view_preferred on page_view(page, owner, team) nulls not distinct where preferred;
create index page_view_page on page_view(page, position);
alter table page_view enable row level security;
alter table page_view force row level security;
create policy organisation on page_view using (
  (select current_setting('seaway.org', true)) = '*'
  or org = (select nullif(nullif(current_setting('seaway.org', true), '*'), '')::int));
"""


def upgrade() -> None:
    """Create the table."""
    for statement in TABLE.split(";\n"):
        if statement.strip():
            op.execute(statement)
