"""The evaluator, first cut: organisation and role. Deny by default.

`require` guards every verb; `filter` is the predicate that every store read takes, so that lists, counts, search,
graph and history agree with reading one object, and nothing tells whether a hidden object exists.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from seaway.core import changes
from seaway.core.actor import Role
from seaway.core.changes import Change
from seaway.core.scope import Scope
from seaway.core.work import Work
from seaway.domains.access import store
from seaway.domains.access.types import RECORDED, Kind, Verb
from seaway.domains.identity import service as identity

_NOTHING = Scope("false")


async def require(work: Work, verb: Verb, kind: Kind) -> None:
    """Let the work go on, if its actor may do this to objects of this kind.

    Raises:
        PermissionMissing: it may not.
    """
    await identity.require(work, verb, kind)


def filter(work: Work, verb: Verb, kind: Kind) -> Scope:  # noqa: A001  # the house's word: access.filter
    """Return the predicate for the rows of a kind on which the actor may use the verb."""
    if not identity.granted(work.actor.role, verb, kind):
        return _NOTHING
    return _of(work.org)


@lru_cache(maxsize=1024)
def _of(org: int) -> Scope:
    return Scope("{t}.org = :scope_org", {"scope_org": org})


def permissions(role: Role) -> list[str]:
    """Return every permission of a role, sorted."""
    return identity.permissions(role)


async def lists(work: Work, kind: Kind, ref: int) -> dict[str, Any]:
    """Return who may do what with one object, where that differs from the defaults of its kind.

    Kept and shown as they were written; `require` and `filter` do not look at them yet.
    """
    return await store.lists(work, filter(work, "read", kind), kind, ref)


async def change_lists(work: Work, kind: Kind, ref: int, after: Mapping[str, Any]) -> None:
    """Write down who may do what with one object, whose row the caller holds; what is the same writes nothing.

    Raises:
        PermissionMissing: the actor may not change objects of this kind.
    """
    await require(work, "update", kind)
    before = await lists(work, kind, ref)
    if before == after:
        return
    await store.put(work, kind, ref, after)
    undo = {name: before.get(name) for name in {**before, **after} if before.get(name) != after.get(name)}
    await changes.record(work, RECORDED[kind], [Change(ref, "U", undo)])
