"""What a person wrote as YAML about a blueprint: its comments, order and style."""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the text; what was modelled before has none."""
    op.execute("alter table blueprint add column yaml text check (length(yaml) between 1 and 200000)")
