"""Folders of the sidebar, and which folder a page is in (port-api semantics 21.3)."""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

TABLE = """
create table sidebar_folder(
  id bigint primary key default nextval('object_id'),
  org int not null references organisation(id) on delete cascade,
  ident text not null, title text not null, icon text,
  folder bigint references sidebar_folder(id),  -- the one it is in
  position int not null,             -- among folders and pages alike
  created_at timestamptz not null default clock_timestamp(), created_by int,
  updated_at timestamptz not null default clock_timestamp(), updated_by int,
  unique(org, ident));
alter table sidebar_folder enable row level security;
alter table sidebar_folder force row level security;
create policy organisation on sidebar_folder using (
  (select current_setting('seaway.org', true)) = '*'
  or org = (select nullif(nullif(current_setting('seaway.org', true), '*'), '')::int));
alter table catalog_page add column folder bigint references sidebar_folder(id) on delete set null;
update catalog_page set extra = (extra::jsonb - 'parent' - 'after')::json where extra::jsonb ?| array['parent', 'after'];
"""


def upgrade() -> None:
    """Create the table; what pages said of their place until now named nothing."""
    for statement in TABLE.split(";\n"):
        if statement.strip():
            op.execute(statement)
