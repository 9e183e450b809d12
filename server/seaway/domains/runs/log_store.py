"""SQL of what a run leaves behind: lines of its log, votes on its approval, entities that it wrote."""

import asyncpg

from seaway.core import origin
from seaway.core.db import sql
from seaway.core.scope import Scope
from seaway.core.work import Work
from seaway.domains.runs.types import Decision, Run, RunLog, Verdict
from seaway.kit import ids

_ADD = sql("""
  insert into run_log(public_id, org, run, message, created_by) values (:public_id, :org, :run, :message, :actor)
  returning id, created_at""")
# unscoped: of a run that was read under a scope
_LINES = sql("""
  select l.public_id, l.message, l.created_at, a.public_id as created_by
  from run_log l left join actor a on a.id = l.created_by where l.run = :run
  order by l.id offset :offset limit :limit""")
# unscoped: of a run that was locked under a scope
_VOTE = sql("""
  insert into run_approval(org, run, person, state, description)
  values (:org, :run, :person, :state, :description)
  on conflict (run, person) do update set state = excluded.state, description = excluded.description,
    at = clock_timestamp()""")
# unscoped: of a run that was read under a scope
_VOTES = sql("""
  select a.public_id, v.state, v.description from run_approval v join actor a on a.id = v.person
  where v.run = :run order by v.at, v.person limit 1000""")
_AFFECTED = sql("""
  select c.ref, min(c.seq) as first, max(c.at) as at, max(c.bp) as bp,
    (array_agg(c.op::text order by c.seq))[1] as began, (array_agg(c.op::text order by c.seq desc))[1] as ended,
    (array_agg(c.undo order by c.seq desc))[1] as last
  from change c where {scope:c} and c.cause = :cause and c.cause like 'run:%' and c.kind = 'entity'
  group by c.ref having min(c.seq) > :after order by min(c.seq) limit :limit""")


async def add(work: Work, run: Run, message: str) -> tuple[int, RunLog]:
    """Add a line to the log of a run; return its number too."""
    public_id = ids.public_id("rl")
    actor = await origin.actor_id(work)
    row = await work.db.one(_ADD, public_id=public_id, org=work.org, run=run.number, message=message, actor=actor)
    assert row is not None  # noqa: S101  # an insert without a condition returns its row
    return row["id"], RunLog(public_id, run.id, message, row["created_at"], work.actor.id)


async def lines(work: Work, run: Run, offset: int, limit: int) -> list[RunLog]:
    """Return lines of the log of a run, the oldest first."""
    rows = await work.db.all(_LINES, run=run.number, offset=offset, limit=limit)
    return [RunLog(row["public_id"], run.id, row["message"], row["created_at"], row["created_by"]) for row in rows]


async def vote(work: Work, run: Run, state: Decision, description: str | None) -> None:
    """Note what the actor decided about a run; a later decision replaces an earlier one."""
    person = await origin.actor_id(work)
    await work.db.run(_VOTE, org=work.org, run=run.number, person=person, state=state, description=description)


async def votes(work: Work, run: Run) -> list[Verdict]:
    """Return what was decided about a run, in that order."""
    rows = await work.db.all(_VOTES, run=run.number)
    return [Verdict(row["public_id"], row["state"], row["description"]) for row in rows]


async def affected(work: Work, scope: Scope, run: str, after: int, limit: int) -> list[asyncpg.Record]:
    """Return one row for each entity that a run wrote, in the order in which it did, behind a place of it."""
    return await work.db.all(_AFFECTED, scope, cause=f"run:{run}", after=after, limit=limit)
