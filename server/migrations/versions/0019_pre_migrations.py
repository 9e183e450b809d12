"""Migrations that copy entities by a mapping or take another one back; what was there only deleted."""

from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

TABLE = """
alter table migration
  add column op text not null default 'clear',       -- clear, copy, undo
  add column mapping json,                           -- of a copy, as it was sent
  add column tbp int,                                -- what is written to; no reference: the record outlives it
  add column target text,
  add column undoes bigint references migration(id) on delete cascade,
  add column total int not null default 0,
  add column failed int not null default 0,
  add column failures json not null default '[]',    -- the first twenty: identifier, error, message
  add column after text not null default '',         -- how far it got: the last source entity, or number of an undo
  add column last bigint not null default 0,         -- newer entities are not looked at: a copy may write to its source
  add column updated_by int;
drop index migration_active;
create unique index migration_active on migration(bp)
  where status in ('INITIALIZING', 'PENDING', 'RUNNING', 'PENDING_CANCELLATION');
create unique index migration_undoes on migration(undoes) where undoes is not null and status <> 'CANCELLED';
-- Deletions since an instant, for the catalog as of then.
create index change_gone on change(org, bp, at) where op = 'D' and kind = 'entity';
"""


def upgrade() -> None:
    """Widen the table."""
    for statement in TABLE.split(";\n"):
        if statement.strip():
            op.execute(statement)
