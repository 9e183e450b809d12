"""What an integration leaves with Seaway for later: raw examples of its kinds, and how far incremental syncs got."""

from collections.abc import Sequence
from typing import Any

import orjson

from seaway.core.errors import NotFound
from seaway.core.work import Work
from seaway.domains.access import service as access
from seaway.domains.integrations import sample_store as store
from seaway.domains.integrations.types import Example, Integration

EXAMPLES = 10
MAX_EXAMPLE = 100_000  # bytes; a larger object shows nothing that a smaller one does not
MAX_KINDS = 500
MAX_CURSORS = 1_000


async def kinds(work: Work, integration: Integration) -> dict[str, list[Example]]:
    """Return the last examples of each kind, the newest first.

    Raises:
        PermissionMissing: as it says.
    """
    await access.require(work, "read", "integrations")
    return await store.kinds(work, integration.id)


async def keep_examples(work: Work, integration: Integration, kind: str, given: Sequence[Any]) -> None:
    """Keep raw objects of a kind: the last ten, and of five hundred kinds.

    Raises:
        PermissionMissing: as it says.
    """
    await access.require(work, "update", "integrations")
    texts = [orjson.dumps(data).decode() for data in given[-EXAMPLES:]]
    fitting = [text for text in texts if len(text) <= MAX_EXAMPLE]
    if fitting and await store.kind_fits(work, integration.id, kind, MAX_KINDS):
        await store.add_examples(work, integration.id, kind, fitting)
        await store.trim_examples(work, integration.id, kind, EXAMPLES)


async def cursor(work: Work, integration: Integration, kind: str, place: int) -> str | None:
    """Return how far the incremental sync of a kind got, as it was told; None when it never was.

    Raises:
        PermissionMissing: as it says.
    """
    await access.require(work, "read", "integrations")
    return await store.cursor(work, integration.id, kind, place)


async def move_cursor(work: Work, integration: Integration, kind: str, place: int, value: str) -> None:
    """Write down how far the incremental sync of a kind got.

    Raises:
        PermissionMissing: as it says. NotFound: it was never told; begin with `begin_cursor`.
    """
    await access.require(work, "update", "integrations")
    if not await store.move_cursor(work, integration.id, kind, place, value):
        raise NotFound(
            f'Integration "{integration.identifier}" has no cursor for "{kind}" at {place}; create it with POST',
            details={"resource": "cursor", "with": "kind", "withValue": kind},
        )


async def begin_cursor(work: Work, integration: Integration, kind: str, place: int, value: str) -> None:
    """Write down how far the incremental sync of a kind got, for the first time or anew.

    Raises:
        PermissionMissing: as it says.
    """
    await access.require(work, "update", "integrations")
    await store.begin_cursor(work, integration.id, kind, place, value)
    await store.trim_cursors(work, integration.id, MAX_CURSORS)
