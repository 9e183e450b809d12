"""Which runs an actor may see: administrators all, others what is open to all, their own, and what they may approve."""

from collections.abc import Awaitable, Callable, Collection

from seaway.core.scope import Scope
from seaway.core.work import Work
from seaway.domains.access import service as access

Lookup = Callable[[Work], Awaitable[Collection[int]]]
_lookups: list[Lookup] = []
_OWN = """({t}.visible or {t}.action = any(cast(:scope_approvable as bigint[]))
  or {t}.created_by in (select me.id from actor me where me.org = :scope_org and me.public_id = :scope_me))"""


def approvable_by(lookup: Lookup) -> Lookup:
    """Register who knows which actions' runs an actor may approve: a function that returns the actions' numbers."""
    _lookups.append(lookup)
    return lookup


async def scope(work: Work) -> Scope:
    """Return the predicate for the runs that the actor may read."""
    base = access.filter(work, "read", "runs")
    if work.actor.role == "Admin":
        return base
    approvable = [number for lookup in _lookups for number in await lookup(work)]
    own = {"scope_approvable": approvable, "scope_me": work.actor.id, "scope_org": work.org}
    return Scope(f"{base.sql} and {_OWN}", {**base.params, **own})
