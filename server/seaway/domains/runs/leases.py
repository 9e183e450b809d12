"""Leases of runs by agents (semantics 13.6): claimed, then acknowledged; what nobody acknowledges comes back."""

from collections.abc import Sequence

from seaway.core import changes
from seaway.core.changes import Change
from seaway.core.work import Work
from seaway.domains.access import service as access
from seaway.domains.runs import lease_store, reporting, sight, store
from seaway.domains.runs.errors import LeaseLost, MachinesOnly
from seaway.domains.runs.types import Claim, Run

MAX_CLAIM = 100
MAX_LEASE = 3_600.0
SHORTEST_LEASE = 1.0
USUAL_LEASE = 60.0


async def claim(work: Work, asked: Claim) -> list[Run]:
    """Lease runs that wait for an installation, the oldest first; those that somebody has are passed over.

    Raises:
        MachinesOnly: a person asks. PermissionMissing: as it says.
    """
    await _agent(work)
    scope = await sight.scope(work)
    numbers = await lease_store.take(work, scope, asked)
    runs = await store.by_numbers(work, scope, numbers) if numbers else []
    for run in runs:
        undo = {"claimedUntil": None}
        await changes.record(work, reporting.KIND, [Change(run.number, "U", undo)], blueprint=run.blueprint_id)
    return runs


async def acknowledge(work: Work, identifier: str) -> None:
    """Take a leased run for good: nobody gets it again.

    Raises:
        MachinesOnly: a person asks. NotFound: no such run. LeaseLost: the actor does not have it on lease.
    """
    await _agent(work)
    await reporting.get(work, identifier)
    if not await acknowledge_all(work, [identifier]):
        raise LeaseLost(
            f'Run "{identifier}" is not on lease to you: it was taken already, or the lease ran out; drop it',
            details={"run": identifier},
        )


async def acknowledge_all(work: Work, identifiers: Sequence[str]) -> int:
    """Take those of these runs that the actor has on lease for good; return how many.

    Raises:
        MachinesOnly: a person asks. PermissionMissing: as it says.
    """
    await _agent(work)
    taken = await lease_store.acknowledge(work, await sight.scope(work), sorted(set(identifiers)))
    for each in taken.values():
        undo = {"pendingExecution": True}
        await changes.record(work, reporting.KIND, [Change(each.number, "U", undo)], blueprint=each.blueprint)
    return len(taken)


async def _agent(work: Work) -> None:
    if work.actor.type != "machine":
        raise MachinesOnly("Runs are claimed with the token of a machine; sign in with client id and secret")
    await access.require(work, "update", "runs")
