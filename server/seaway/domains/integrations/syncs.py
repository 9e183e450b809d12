"""How the syncs of an integration went: the figures of each kind, the last ones and those of four days."""

from collections.abc import Sequence
from datetime import timedelta

from seaway.core.work import Work
from seaway.domains.access import service as access
from seaway.domains.integrations import store as integration_store
from seaway.domains.integrations import sync_store as store
from seaway.domains.integrations.sync_store import Kept
from seaway.domains.integrations.types import Figures, Integration, KeptFigures, Sync
from seaway.kit import clock

KEPT = Kept(newest=50, age=timedelta(days=4), most=1_000)
MAX_KINDS = 1_000


async def keep(work: Work, integration: Integration, given: Sequence[Figures]) -> None:
    """Keep figures, in place of what was said before of the same kind in the same sync.

    Raises:
        PermissionMissing: as it says.
    """
    await access.require(work, "update", "integrations")
    events: dict[str, dict[str, Figures]] = {}
    for each in given:
        events.setdefault(each.event, {})[each.kind] = each
    for event in sorted(events):  # in one order, so that two senders do not wait for each other in a circle
        sync = await _alive(work, integration, event)
        await store.keep(work, sync, [events[event][kind] for kind in sorted(events[event])])


async def beat(work: Work, integration: Integration, event: str) -> None:
    """Note that a sync is still at work.

    Raises:
        PermissionMissing: as it says.
    """
    await access.require(work, "update", "integrations")
    await _alive(work, integration, event)


async def figures(work: Work, integration: Integration, event: str | None) -> list[KeptFigures]:
    """Return the figures of a sync by kind, of the last one without an event.

    Raises:
        PermissionMissing: as it says.
    """
    await access.require(work, "read", "integrations")
    return await store.figures(work, integration.id, event, MAX_KINDS)


async def recent(work: Work, integration: Integration) -> list[Sync]:
    """Return the last fifty syncs, or all of the last four days, the newest first.

    Raises:
        PermissionMissing: as it says.
    """
    await access.require(work, "read", "integrations")
    return await store.recent(work, integration.id, KEPT, clock.now() - KEPT.age)


async def _alive(work: Work, integration: Integration, event: str) -> int:
    await integration_store.seen(work, integration.id)
    sync, fresh = await store.touch(work, integration.id, event)
    if fresh:
        await store.trim(work, integration.id, KEPT, clock.now() - KEPT.age)
    return sync
