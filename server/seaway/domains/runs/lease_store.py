"""SQL of leases: which agent has which run for how long."""

from typing import NamedTuple

from seaway.core import origin
from seaway.core.db import sql
from seaway.core.scope import Scope
from seaway.core.work import Work
from seaway.domains.runs.types import Claim

# Rows that another claim holds are passed over: two agents that ask at once never get the same run.
_TAKE = sql("""
  with free as (
    select r.id from run r
    where {scope:r} and r.pending and r.queue = :queue and r.status = 'IN_PROGRESS'
      and (r.claimed_until is null or r.claimed_until <= clock_timestamp())
      and r.action_ident <> all(cast(:exclude as text[]))
    order by r.id limit :limit for update of r skip locked)
  update run t set claimed_until = clock_timestamp() + make_interval(secs => :seconds), claimed_by = :actor
  from free where t.id = free.id returning t.id""")
_ACK = sql("""
  update run r set pending = false, claimed_until = null, updated_at = clock_timestamp(), updated_by = :actor
  where {scope:r} and r.public_id = any(cast(:ids as text[])) and r.pending and r.status = 'IN_PROGRESS'
    and r.claimed_by = :actor and r.claimed_until > clock_timestamp()
  returning r.id, r.public_id, r.bp""")


class Taken(NamedTuple):
    """A run that was acknowledged: its number, and the number of its blueprint."""

    number: int
    blueprint: int | None


async def take(work: Work, scope: Scope, claim: Claim) -> list[int]:
    """Lease runs that wait for an installation and that nobody has; return their numbers."""
    rows = await work.db.all(
        _TAKE,
        scope,
        queue=claim.installation,
        exclude=list(claim.exclude),
        limit=claim.limit,
        seconds=claim.seconds,
        actor=await origin.actor_id(work),
    )
    return [row["id"] for row in rows]


async def acknowledge(work: Work, scope: Scope, identifiers: list[str]) -> dict[str, Taken]:
    """Take the runs that the actor has on lease out of the queue; return those."""
    rows = await work.db.all(_ACK, scope, ids=identifiers, actor=await origin.actor_id(work))
    return {row["public_id"]: Taken(row["id"], row["bp"]) for row in rows}
