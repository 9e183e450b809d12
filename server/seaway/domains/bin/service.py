"""The door of the bin: look at what was deleted, bring it back, or erase it for good.

The bin keeps nothing itself. A deletion's change record holds the whole last state, and what returns keeps its number,
so that its history goes on.
"""

import re
from collections.abc import Sequence
from contextlib import suppress
from uuid import UUID

from seaway.core import changes
from seaway.core.changes import Change
from seaway.core.errors import Invalid, NotFound
from seaway.core.work import Work
from seaway.domains.access import service as access
from seaway.domains.access.errors import PermissionMissing
from seaway.domains.bin import restoring, store
from seaway.domains.bin.errors import RestoreBarred
from seaway.domains.bin.store import Grave, Sight
from seaway.domains.bin.types import KINDS, RESOURCES, Filters, Gone, Item, Restored, Wish

KIND = "bin"
_ITEM = re.compile(r"bin_([0-9a-f]{32})")
PART = 5_000
LATEST = 1 << 62


async def items(work: Work, filters: Filters, before: int, limit: int) -> list[Item]:
    """Return deletions of which something lies in the bin, the latest first."""
    return await store.items(work, await _sight(work), filters, before, limit)


async def get(work: Work, item: str, filters: Filters) -> Item:
    """Return a deletion.

    Raises:
        NotFound: there is none of this id, it is too old, or the actor may not know of it.
    """
    found = await store.find(work, await _sight(work), filters, _trace(item))
    if found is None:
        raise NotFound.of("deletion", item)
    return found


async def objects(work: Work, item: Item, after: int, limit: int) -> Sequence[Gone]:
    """Return what went in a deletion, in the order in which it went."""
    return await store.objects(work, await _sight(work), item.trace, after, limit)


async def last_state(work: Work, item: Item, seq: int) -> Grave:
    """Return an object of a deletion as it was last.

    Raises:
        NotFound: the deletion took no such object.
    """
    found = await store.one(work, await _sight(work), item.trace, seq)
    if found is None:
        raise NotFound.of("object", str(seq), within=item.id)
    return found


async def plan_restore(work: Work, item: Item, wish: Wish, only: Sequence[int] | None = None) -> Restored:
    """Return what restoring would do, and what stands in its way."""
    async with work.db.rehearsing():
        return await _restore(work, item, wish, only)


async def restore(
    work: Work, item: Item, wish: Wish, only: Sequence[int] | None = None, digest: str | None = None
) -> Restored:
    """Bring back what a deletion took, or those of its objects that are named; at most PART objects at a time.

    Raises:
        PermissionMissing: the actor may not create what comes back. NotFound: nothing of it lies in the bin.
        RestoreBarred: something cannot come back, and the wish is not to skip it.
        PlanOutdated: a digest is given, and this is not the plan that was confirmed.
    """
    done = await _restore(work, item, wish, only)
    if digest is not None:
        done.plan.confirm(digest)
    if done.obstacles and not (wish.skip and done.objects):
        raise RestoreBarred(done.obstacles)
    done.done = True
    return done


async def _restore(work: Work, item: Item, wish: Wish, only: Sequence[int] | None) -> Restored:
    sight = await _sight(work)
    graves = await store.following(work, sight, item.trace, only, PART)
    if not graves:
        raise NotFound.of("deletion", item.id)
    for kind in {each.gone.kind for each in graves}:
        await access.require(work, "create", RESOURCES[kind])
    done = await restoring.bring_back(work, graves, wish)
    if only is None and len(graves) == PART:
        done.left = await store.left(work, sight, item.trace) - len(done.obstacles)
    return done


async def erase(work: Work, item: Item, confirm: str) -> None:
    """Erase what a deletion left in the bin, and every earlier value of it. Nothing brings it back.

    Raises:
        PermissionMissing: the actor may not. Invalid: the confirmation does not name the deletion.
    """
    await access.require(work, "delete", "bin")
    if confirm != item.first.identifier:
        raise Invalid(f'confirm: type "{item.first.identifier}" to erase this for good', details={"path": "confirm"})
    await store.erase(work, await _sight(work), item.trace)
    told = {"identifier": item.first.identifier, "counts": dict(item.counts)}
    await changes.record(work, KIND, [Change(item.seq, "D", told)])


async def _sight(work: Work) -> Sight:
    """Return what the actor may see: the kinds of objects that they may read while they are there.

    Raises:
        PermissionMissing: they may read none.
    """
    kinds = []
    for kind in KINDS:
        with suppress(PermissionMissing):
            await access.require(work, "read", RESOURCES[kind])
            kinds.append(kind)
    if not kinds:
        await access.require(work, "read", "entities")
    return Sight(access.filter(work, "read", RESOURCES[kinds[0]]), kinds)


def _trace(item: str) -> UUID:
    """Return the trace that an id names.

    Raises:
        NotFound: it is no id of ours.
    """
    found = _ITEM.fullmatch(item)
    if found is None:
        raise NotFound.of("deletion", item[:80])
    return UUID(hex=found[1])
