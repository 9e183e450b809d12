"""The log of an integration: the last ten thousand lines that it sent."""

from collections.abc import Sequence

from seaway.core.work import Work
from seaway.domains.access import service as access
from seaway.domains.integrations import log_store as store
from seaway.domains.integrations.types import Integration, Line, LogPage

KEPT = 10_000


async def keep(work: Work, integration: Integration, lines: Sequence[Line]) -> None:
    """Keep lines; of all, the newest ten thousand stay.

    Raises:
        PermissionMissing: as it says.
    """
    await access.require(work, "update", "integrations")
    if lines:
        await store.add(work, integration.id, lines[-KEPT:])
        await store.trim(work, integration.id, KEPT)


async def read(work: Work, integration: Integration, asked: LogPage) -> list[Line]:
    """Return lines, the newest first.

    Raises:
        PermissionMissing: as it says.
    """
    await access.require(work, "read", "integrations")
    return await store.page(work, integration.id, asked)
