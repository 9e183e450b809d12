"""The change feed: what a committed change sets in motion, at least once, in a transaction of its own.

    @feed.on("import", name="imports.start")
    async def start(work: Work, change: FeedChange) -> None: ...

Each handler reads the change log at its own pace (`subscription`), below the oldest running transaction, so that a
change which commits late is not skipped. The position moves in the transaction in which the handler worked: a crash
repeats the change, never loses it. A change that keeps failing is parked (`feed_parked`) and the rest goes on.
"""

from seaway.core.feed.registry import Handler, on, on_batch, registered
from seaway.core.feed.runner import Runner
from seaway.core.feed.types import FeedChange

__all__ = ["FeedChange", "Handler", "Runner", "on", "on_batch", "registered"]
