"""What is wrong about a row of an imported table, and the row itself to be mended; each source's last import."""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns and the index; JSON rather than JSONB, which would forget the order of the file's columns."""
    op.execute("create index import_last on import(source, id)")
    op.execute("alter table import_document add column problems json not null default '[]', add column original json")
