"""The Home that a role begins with: administrators set it, and whoever arranges Home has their own instead."""

from collections.abc import Mapping
from typing import Any

from seaway.core import changes
from seaway.core.actor import Role
from seaway.core.changes import Change
from seaway.core.work import Work
from seaway.domains.access import service as access
from seaway.domains.portal import home_store as store
from seaway.domains.portal import store as pages
from seaway.domains.portal.types import HomeDefault

KIND = "home_default"


async def defaults(work: Work) -> list[HomeDefault]:
    """Return the defaults that are set, by role.

    Raises:
        PermissionMissing: as it says.
    """
    await access.require(work, "read", "organization")
    return await store.every(work, access.filter(work, "read", "organization"))


async def own_default(work: Work) -> Mapping[str, Any] | None:
    """Return what the actor's role begins with; None where nobody set it."""
    found = await _find(work, work.actor.role)
    return found.layout if found else None


async def set_default(work: Work, role: Role, layout: Mapping[str, Any]) -> HomeDefault:
    """Let a role begin with this layout.

    Raises:
        PermissionMissing: as it says.
    """
    await access.require(work, "update", "organization")
    await pages.serialise(work)
    before = await _find(work, role)
    if before is None:
        number = await store.insert(work, role, layout)
        await changes.record(work, KIND, [Change(number, "C")])
        return HomeDefault(number, role, layout)
    if before.layout != layout:
        await store.update(work, before.id, layout)
        await changes.record(work, KIND, [Change(before.id, "U", {"layout": before.layout})])
    return HomeDefault(before.id, role, layout)


async def drop_default(work: Work, role: Role) -> None:
    """Let a role begin with the Home that the portal brings; it may do so already.

    Raises:
        PermissionMissing: as it says.
    """
    await access.require(work, "update", "organization")
    await pages.serialise(work)
    before = await _find(work, role)
    if before is not None:
        await store.delete(work, before.id)
        await changes.record(work, KIND, [Change(before.id, "D", {"identifier": role, "layout": before.layout})])


async def _find(work: Work, role: Role) -> HomeDefault | None:
    return await store.find(work, access.filter(work, "read", "organization"), role)
