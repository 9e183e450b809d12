"""Who may read and change a page, as administrators wrote it down (semantics 12.4). Only what differs is kept."""

from collections.abc import Mapping
from typing import Any

from seaway.core.errors import NotFound
from seaway.core.work import Work
from seaway.domains.access import service as access
from seaway.domains.access.types import Kind
from seaway.domains.portal import store
from seaway.domains.portal.types import Page

KIND: Kind = "pages"
_DEFAULTS: Mapping[str, list[str]] = {"read": ["Admin", "Member"], "update": ["Admin"]}


async def of(work: Work, identifier: str) -> dict[str, Any]:
    """Return who may read and change a page.

    Raises:
        NotFound: no such page, or the actor may not know of it.
    """
    await access.require(work, "read", KIND)
    return _shown(await access.lists(work, KIND, (await _page(work, identifier, lock=False)).id))


async def change(work: Work, identifier: str, given: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Replace the lists that are given.

    Raises:
        PermissionMissing: as it says. NotFound: no such page.
    """
    await access.require(work, "update", KIND)
    page = await _page(work, identifier, lock=True)
    kept = await access.lists(work, KIND, page.id)
    after = kept | {name: {**kept.get(name, {}), **lists} for name, lists in given.items()}
    await access.change_lists(work, KIND, page.id, after)
    return _shown(after)


def _shown(kept: Mapping[str, Any]) -> dict[str, Any]:
    return {name: {"users": [], "roles": roles, "teams": [], **kept.get(name, {})} for name, roles in _DEFAULTS.items()}


async def _page(work: Work, identifier: str, *, lock: bool) -> Page:
    found = await store.find(work, access.filter(work, "read", KIND), identifier, lock=lock)
    if found is None:
        raise NotFound.of("page", identifier)
    return found
