"""Facts inside a unit of work: a lower domain announces, upper ones listen, in the same transaction.

For what may wait until after the commit, and must survive a crash, listen to the change feed instead (`core.feed`).
"""

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from seaway.core.work import Work

Event = TypeVar("Event")
Listener = Callable[[Work, Any], Awaitable[None]]

_listeners: dict[type, list[Listener]] = {}


def within(
    event: type[Event],
) -> Callable[[Callable[[Work, Event], Awaitable[None]]], Callable[[Work, Event], Awaitable[None]]]:
    """Register a listener that runs in the announcer's transaction: when it raises, nothing is kept."""

    def register(listener: Callable[[Work, Event], Awaitable[None]]) -> Callable[[Work, Event], Awaitable[None]]:
        _listeners.setdefault(event, []).append(listener)
        return listener

    return register


async def announce(work: Work, event: object) -> None:
    """Tell every listener of this kind of fact, in the order in which they registered."""
    for listener in _listeners.get(type(event), ()):
        await listener(work, event)
