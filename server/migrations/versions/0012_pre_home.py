"""The Home that a role begins with, where administrators arranged one."""

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

TABLE = """
create table home_default(
  id bigint primary key default nextval('object_id'),
  org int not null references organisation(id) on delete cascade,
  role text not null,
  layout jsonb not null,             -- as people keep theirs: which cards stand where, which are hidden
  unique(org, role));
alter table home_default enable row level security;
alter table home_default force row level security;
create policy organisation on home_default using (
  (select current_setting('seaway.org', true)) = '*'
  or org = (select nullif(nullif(current_setting('seaway.org', true), '*'), '')::int));
"""


def upgrade() -> None:
    """Create the table."""
    for statement in TABLE.split(";\n"):
        if statement.strip():
            op.execute(statement)
