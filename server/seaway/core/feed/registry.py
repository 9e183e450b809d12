"""The handlers of the feed, by name. A domain's `jobs.py` adds its own; the worker runs them all."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from seaway.core.feed.types import FeedChange
from seaway.core.work import Work

One = Callable[[Work, FeedChange], Awaitable[None]]
Many = Callable[[Work, Sequence[FeedChange]], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Handler:
    """What runs for changes of some kinds. `name` is its subscription and must never change; `size` the batch's."""

    name: str
    kinds: tuple[str, ...]
    run: Many
    size: int = 1


_handlers: dict[str, Handler] = {}


def on(*kinds: str, name: str) -> Callable[[One], One]:
    """Register a handler that gets each change of these kinds, one a transaction.

    It must bear a change that comes twice, touch nothing but the database, and be quick: while it writes, every
    reader of the feed waits for it. Long work belongs in a job (`core.jobs`). A handler that is new in a release sees
    the whole log first.
    """

    def register(handler: One) -> One:
        async def run(work: Work, changes: Sequence[FeedChange]) -> None:
            for change in changes:
                await handler(work, change)

        _add(Handler(name, kinds, run))
        return handler

    return register


def on_batch(*kinds: str, name: str, size: int = 500) -> Callable[[Many], Many]:
    """Register a handler that gets up to `size` changes of one organisation in a transaction; see `on`.

    A batch that fails is tried again change by change, so that one bad change is parked alone.
    """

    def register(handler: Many) -> Many:
        _add(Handler(name, kinds, handler, size))
        return handler

    return register


def registered() -> tuple[Handler, ...]:
    """Return every handler that was registered in this process."""
    return tuple(_handlers.values())


def _add(handler: Handler) -> None:
    if handler.name in _handlers:
        raise LookupError(f"Two feed handlers are named {handler.name}")
    _handlers[handler.name] = handler
