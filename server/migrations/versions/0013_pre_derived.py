"""Computed properties: what was computed last for each entity, apart from what is stored."""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

# Keyed by the entity alone, as edges are: reached only through entities already scoped. `vals` holds every computed
# property of the blueprint, null where there is no value; `errors` why there is none, where an expression failed.
DERIVED = """
create table derived(
  ent bigint primary key,
  bp int not null,
  vals jsonb not null,
  errors jsonb,
  at timestamptz not null default clock_timestamp())
  with (fillfactor = 80);
create index derived_bp on derived(bp);

-- Whether there is anything computed: entities of other blueprints are read without a look at `derived`.
alter table blueprint add column computes boolean not null generated always as (
  extra -> 'mirrorProperties' is not null or extra -> 'calculationProperties' is not null
  or extra -> 'aggregationProperties' is not null) stored;
"""


def upgrade() -> None:
    """Create the table of computed values, and know which blueprints have any."""
    for statement in DERIVED.split(";\n"):
        if statement.strip():
            op.execute(statement)
