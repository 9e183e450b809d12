"""What entities say, by words, for searches over every property."""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

# Without a fence, as entity_name is and for its reason (docs/decisions/0009): it only yields numbers of named blueprints.
TABLE = """
create table entity_text(ent bigint primary key, bp int not null, words tsvector not null);
create index entity_text_words on entity_text using gin (words);
"""


def upgrade() -> None:
    """Create the table; the worker fills it from the change log."""
    for statement in TABLE.split(";\n"):
        if statement.strip():
            op.execute(statement)
