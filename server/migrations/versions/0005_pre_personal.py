"""What each person keeps: preferences, favourites, what they looked at, what they watch, and what they are told."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

# `person` is an actor. `ref` is the number of what `kind` says: an entity, a page, a blueprint. It is no reference: what
# comes back from the bin is a favourite again.
TABLES = """
create table preference(
  org int not null references organisation(id) on delete cascade,
  person int not null references actor(id) on delete cascade,
  settings jsonb not null,
  primary key(org, person));

create table favourite(
  org int not null references organisation(id) on delete cascade,
  person int not null references actor(id) on delete cascade,
  kind text not null, ref bigint not null,
  position int not null,
  primary key(org, person, kind, ref));

create table recent_view(
  org int not null references organisation(id) on delete cascade,
  person int not null references actor(id) on delete cascade,
  kind text not null, ref bigint not null,
  at timestamptz not null default clock_timestamp(),
  primary key(org, person, kind, ref));
create index recent_view_at on recent_view(org, person, at desc);

create table watch(
  org int not null references organisation(id) on delete cascade,
  person int not null references actor(id) on delete cascade,
  kind text not null, ref bigint not null,
  created_at timestamptz not null default clock_timestamp(),
  primary key(org, person, kind, ref));
create index watch_of on watch(org, kind, ref);

create table notification(
  id bigint generated always as identity primary key,
  org int not null references organisation(id) on delete cascade,
  person int not null references actor(id) on delete cascade,
  kind text not null,                -- entity: it changed; entities: some of a blueprint did; blueprint: itself; import: how it ended
  ref bigint not null,
  count int not null,                -- changes told together while nobody has read it
  op "char" not null,                -- of the last of them, like what follows
  about bigint,                      -- the entity, of news about a blueprint's entities
  identifier text, title text,       -- what a deleted entity was called
  changed text[] not null,           -- what changed in all of them
  actor int,
  at timestamptz not null, xid xid8 not null, seq bigint not null,
  read_at timestamptz);
create unique index notification_open on notification(org, person, kind, ref) where read_at is null;
create index notification_order on notification(org, person, xid desc, seq desc);
create index notification_age on notification using brin(at);
"""
FENCED = ("preference", "favourite", "recent_view", "watch", "notification")
FENCE = """
alter table {table} enable row level security;
alter table {table} force row level security;
create policy organisation on {table} using (
  (select current_setting('seaway.org', true)) = '*'
  or org = (select nullif(nullif(current_setting('seaway.org', true), '*'), '')::int));
"""


def upgrade() -> None:
    """Create the tables."""
    for part in (TABLES, *(FENCE.format(table=table) for table in FENCED)):
        for statement in part.split(";\n"):
            if statement.strip():
                op.execute(statement)
