"""Deletions by when they happened and by their cause, for the bin."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the indexes."""
    op.execute("create index change_bin on change(org, seq) where op = 'D'")
    op.execute("create index change_bin_cause on change(org, trace, seq) where op = 'D'")
