"""Actions and automations, their runs with logs and approvals, and workflows."""

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

TABLES = """
create table action(
  id bigint primary key default nextval('object_id'),
  public_id text not null unique,
  org int not null references organisation(id) on delete cascade,
  ident text not null,
  kind text not null,                -- the trigger's type: self-service or automation
  operation text,                    -- of a self-service action
  event text, event_action text,     -- of an automation: what it waits for, and of which action
  bp int references blueprint(id),   -- what its trigger is about; the definition says it by a name that may change
  published boolean not null,
  definition json not null,          -- as it was sent, without its identifier; json keeps its order
  exec_users text[] not null, exec_roles text[] not null, exec_teams text[] not null, exec_owned boolean not null,
  exec_policy json,
  appr_users text[] not null, appr_roles text[] not null, appr_teams text[] not null, appr_policy json,
  created_at timestamptz not null default clock_timestamp(), created_by int,
  updated_at timestamptz not null default clock_timestamp(), updated_by int,
  unique(org, ident));
create index action_bp on action(bp);

create table run(
  id bigint primary key default nextval('object_id'),
  public_id text not null unique,
  org int not null references organisation(id) on delete cascade,
  action bigint references action(id) on delete set null,
  bp int references blueprint(id) on delete set null,
  ent bigint,                        -- an entity, which may be gone by now
  action_ident text not null, bp_ident text, ent_ident text,
  about json not null,               -- how action, blueprint and entity were called when it began
  status text not null, status_label text, summary text not null default '', links text[] not null default '{}',
  properties json not null,          -- what was filled in; secrets are masked before they come here
  source text not null,
  required_approval json not null, approval json,
  payload json, response json,
  visible boolean not null,          -- to all members, as its action says
  queue text,                        -- the installation that may claim it; null: nobody
  pending boolean not null default false,
  claimed_until timestamptz, claimed_by int,
  external_run_id text, impersonated_by int, ended_at timestamptz,
  created_at timestamptz not null default clock_timestamp(), created_by int,
  updated_at timestamptz not null default clock_timestamp(), updated_by int);
create index run_org on run(org, id);
create index run_action on run(action);
create index run_bp on run(bp);
create index run_queue on run(org, queue, id) where pending;
create index run_external on run(org, external_run_id) where external_run_id is not null;

create table run_log(
  id bigint primary key default nextval('object_id'),
  public_id text not null unique,
  org int not null references organisation(id) on delete cascade,
  run bigint not null references run(id) on delete cascade,
  message text not null,
  created_at timestamptz not null default clock_timestamp(), created_by int);
create index run_log_run on run_log(run, id);

create table run_approval(
  org int not null references organisation(id) on delete cascade,
  run bigint not null references run(id) on delete cascade,
  person int not null,               -- an actor
  state text not null,
  description text,
  at timestamptz not null default clock_timestamp(),
  primary key(run, person));

create table workflow(
  id bigint primary key default nextval('object_id'),
  org int not null references organisation(id) on delete cascade,
  ident text not null,
  definition json not null,
  created_at timestamptz not null default clock_timestamp(), created_by int,
  updated_at timestamptz not null default clock_timestamp(), updated_by int,
  unique(org, ident));

-- What a run wrote: the few records that name one as their cause.
create index change_run on change(org, cause, seq) where cause like 'run:%'
"""
FENCE = """
alter table {0} enable row level security;
alter table {0} force row level security;
create policy organisation on {0} using (
  (select current_setting('seaway.org', true)) = '*'
  or org = (select nullif(nullif(current_setting('seaway.org', true), '*'), '')::int))"""


def upgrade() -> None:
    """Create the tables."""
    fences = [FENCE.format(table) for table in ("action", "run", "run_log", "run_approval", "workflow")]
    for statement in ";\n".join([TABLES, *fences]).split(";\n"):
        if statement.strip():
            op.execute(statement)
