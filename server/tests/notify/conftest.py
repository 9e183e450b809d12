"""The feed as notify's tests drive it: every change of the organisation goes to notify's handlers, once, when asked."""

from collections.abc import Awaitable, Callable

import pytest

from seaway.core.actor import system_actor
from seaway.core.db import Database
from seaway.core.feed import registered, store
from seaway.core.feed.types import FeedChange
from seaway.core.position import Position
from seaway.core.work import Cause, writing
from seaway.domains.identity.types import Organisation
from seaway.domains.notify import jobs

Deliver = Callable[[], Awaitable[list[FeedChange]]]
HANDLERS = [handler for handler in registered() if handler.name.startswith("notify.")]
assert jobs, "importing it registers them"


@pytest.fixture
def deliver(database: Database, organisation: Organisation) -> Deliver:
    """Hand what happened since the last time to the handlers, as a worker does; return it."""
    position = Position(0, 0)

    async def run() -> list[FeedChange]:
        nonlocal position
        actor = system_actor(organisation.id, organisation.public_id)
        async with writing(database, actor, Cause("feed:test")) as work:
            changes = await store.read_all(work.db, position, 10_000, organisation.id)
            for handler in HANDLERS:
                if wanted := [change for change in changes if change.kind in handler.kinds]:
                    await handler.run(work, wanted)
        position = changes[-1].position if changes else position
        return changes

    return run
