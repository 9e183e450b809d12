"""Scorecards: their definitions, what each entity reached in them, and how that went over time."""

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

# Results and history have no foreign keys: a check per row would cost an evaluation more than its own work. Who deletes
# a scorecard deletes them; those of deleted entities go when the deletion is followed.
TABLES = """
create table scorecard(
  id bigint primary key default nextval('object_id'),
  public_id text not null unique,
  org int not null references organisation(id) on delete cascade,
  bp int not null references blueprint(id) on delete cascade,
  ident text not null,
  title text not null,
  filter json,                       -- which entities are evaluated; null: all of the blueprint
  levels json not null,              -- json keeps the order of keys, which clients compare
  rules json not null,
  properties json not null default '{}',
  position int not null,
  ver int not null default 1,        -- counts the definitions that judge differently
  evaluated int not null default 0,  -- the definition that all results are of
  evaluated_at timestamptz,          -- when all entities were evaluated last
  relative boolean not null default false, -- a rule asks for a date that moves with the clock
  xid xid8 not null default '0',     -- with seq the position in the change log that the results reflect at least
  seq bigint not null default 0,
  created_at timestamptz not null default clock_timestamp(), created_by int,
  updated_at timestamptz not null default clock_timestamp(), updated_by int,
  unique(org, ident));
create index scorecard_bp on scorecard(bp, position);
create table scorecard_result(
  scorecard bigint not null,
  ent bigint not null,
  org int not null,
  level text not null,
  passed text[] not null,            -- rules, in the order of the scorecard
  failed text[] not null,
  level_since timestamptz not null,
  rule_since jsonb not null,         -- rule -> since when it passes or fails
  xid xid8 not null,                 -- with seq the position of the change that led to this result
  seq bigint not null,
  primary key(scorecard, ent)) with (fillfactor = 90);
create index scorecard_result_ent on scorecard_result(ent);
create table scorecard_history(
  id bigint primary key generated always as identity,
  org int not null,
  scorecard bigint not null,
  ent bigint not null,
  at timestamptz not null,
  was text, level text,              -- null: the scorecard was not, or no longer, about the entity
  was_passed int not null, was_tested int not null, passed int not null, tested int not null);
create index scorecard_history_at on scorecard_history(scorecard, at);
create index scorecard_history_ent on scorecard_history(ent, scorecard, id);
alter table blueprint add column scored boolean not null default false;
create function blueprint_scored() returns trigger language plpgsql as $$ begin update blueprint b set scored = not b.scored where b.id in (select t.bp from touched t) and b.scored <> exists(select from scorecard s where s.bp = b.id); return null; end $$;
create trigger scorecard_added after insert on scorecard referencing new table as touched for each statement execute function blueprint_scored();
create trigger scorecard_removed after delete on scorecard referencing old table as touched for each statement execute function blueprint_scored();
"""
FENCE = """
alter table {table} enable row level security;
alter table {table} force row level security;
create policy organisation on {table} using (
  (select current_setting('seaway.org', true)) = '*'
  or org = (select nullif(nullif(current_setting('seaway.org', true), '*'), '')::int));
"""


def upgrade() -> None:
    """Create the tables, and the mark by which a read knows whether a blueprint has scorecards."""
    for part in (
        TABLES,
        *(FENCE.format(table=each) for each in ("scorecard", "scorecard_result", "scorecard_history")),
    ):
        for statement in part.split(";\n"):
            if statement.strip():
                op.execute(statement)
