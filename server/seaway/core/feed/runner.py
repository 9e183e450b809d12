"""Runs the handlers of the feed in a worker process; several workers share the subscriptions."""

import asyncio
import itertools
import time
from collections.abc import Awaitable, Callable, Sequence
from enum import Enum, auto

from seaway.core import log
from seaway.core.actor import system_actor
from seaway.core.db import AWAY, EVERY_ORGANISATION, GONE, Connection, Database
from seaway.core.feed import store
from seaway.core.feed.registry import Handler, registered
from seaway.core.feed.types import FeedChange
from seaway.core.position import Position
from seaway.core.wake import POLL, Waker
from seaway.core.work import Cause, Work
from seaway.kit import backoff

ATTEMPTS = 6  # with the pauses between them, half a minute; then the change is parked
TIMEOUT = 30.0  # seconds for one handling: its transaction holds back every other reader
PROBE = 0.05  # seconds until the next look when an older transaction holds a change back
SKIP_EVERY = 60.0  # seconds between two moves of an idle subscription
BEGINNING = Position(0, 0)
Step = Callable[[Connection], Awaitable[bool]]
_log = log.logger("feed")


class _Failed(Exception):  # carries the handler's own failure out of the transaction
    def __init__(self, position: Position, at: Position, attempts: int, error: Exception) -> None:
        super().__init__(str(error))
        self.position = position
        self.at = at
        self.attempts = attempts
        self.error = error


class _Next(Enum):
    """What a subscription does after a pass."""

    GO_ON = auto()
    PROBE = auto()
    WAIT = auto()


class Runner:
    """Serves each handler in a task of its own, so that a slow one delays nobody else."""

    def __init__(self, database: Database, waker: Waker, handlers: Sequence[Handler] | None = None) -> None:
        self._database = database
        self._waker = waker
        self._handlers = registered() if handlers is None else tuple(handlers)
        self._stopping = asyncio.Event()

    async def run(self) -> None:
        """Serve until `stop`; changes in hand are finished."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._stopping.wait())
            for handler in self._handlers:
                tasks.create_task(_Subscription(self._database, self._waker, handler, self._stopping).serve())

    def stop(self) -> None:
        """Begin no further change."""
        self._stopping.set()
        self._waker.wake()


class _Subscription:
    def __init__(self, database: Database, waker: Waker, handler: Handler, stopping: asyncio.Event) -> None:
        self._database = database
        self._waker = waker
        self._handler = handler
        self._stopping = stopping
        self._seen = BEGINNING  # below it nothing is left for this handler, as long as the row stands at `_base`
        self._base: Position | None = None
        self._skipped = time.monotonic()

    async def serve(self) -> None:
        joined = False
        while not self._stopping.is_set():
            turn = self._waker.turn()
            try:
                if not joined:
                    await self._join()
                    joined = True
                after = await self._pass()
            except AWAY as error:
                _log.warning("the feed waits for the database", subscription=self._handler.name, error=str(error))
                after = _Next.WAIT
            if after is not _Next.GO_ON and not self._stopping.is_set():
                await Waker.wait(turn, PROBE if after is _Next.PROBE else POLL)

    async def _join(self) -> None:
        async with self._database.writing(EVERY_ORGANISATION) as db:
            await store.subscribe(db, self._handler.name, self._handler.kinds)

    async def _pass(self) -> _Next:
        """Handle what is next, if there is something."""
        async with self._database.reading(EVERY_ORGANISATION) as db:
            look = await store.look(db, self._handler.name, self._seen)
            if look is not None and look.position != self._base:
                self._base, self._seen = look.position, BEGINNING  # the row moved: what was seen may not hold
                look = await store.look(db, self._handler.name, self._seen)
        if look is None or look.resting:
            return _Next.WAIT
        if look.again and await self._try(self._again):
            return _Next.GO_ON
        if look.settled is None:
            await self._pass_over(look)
            return _Next.WAIT
        if not look.settled:
            return _Next.PROBE
        return _Next.GO_ON if await self._try(self._forward) else _Next.WAIT

    async def _pass_over(self, look: store.Look) -> None:
        """Remember, and from time to time write down, that nothing up to the horizon is for this handler."""
        self._seen = look.horizon
        if look.horizon > look.position and time.monotonic() - self._skipped > SKIP_EVERY:
            self._skipped = time.monotonic()
            async with self._database.writing(EVERY_ORGANISATION) as db:
                await store.skip(db, self._handler.name, look.position, look.horizon)

    async def _try(self, step: Step) -> bool:
        """Do a step in a transaction; note its failure in another. True when something was done."""
        try:
            async with self._database.writing(EVERY_ORGANISATION) as db:
                return await step(db)
        except _Failed as failure:
            await self._note(failure)
            return True

    async def _forward(self, db: Connection) -> bool:
        """Handle the next changes and move past them."""
        locked = await store.lock(db, self._handler.name)
        if locked is None:
            return False
        position, attempts = locked
        size = 1 if attempts else self._handler.size
        changes = _leading(await store.read(db, position, self._handler.kinds, size))
        if not changes:
            return False
        await self._handle(db, changes, position, attempts)
        await store.move(db, self._handler.name, changes[-1].position)
        return True

    async def _again(self, db: Connection) -> bool:
        """Try one parked change again."""
        found = await store.parked_again(db, self._handler.name)
        if found is None:
            return False
        at, change = found
        if change is not None:
            await self._handle(db, [change], at, ATTEMPTS)
        await store.unpark(db, self._handler.name, at)
        return True

    async def _handle(self, db: Connection, changes: Sequence[FeedChange], position: Position, attempts: int) -> None:
        """Let the handler work as the system, inside the changes' organisation."""
        first = changes[0]
        await store.enter(db, first.org_id)
        name = f"feed:{self._handler.name}"
        cause = Cause(name, first.trace) if first.trace else Cause(name)
        log.begin(trace=cause.trace.hex, org=first.org)
        try:
            async with asyncio.timeout(TIMEOUT):
                await self._handler.run(Work(db, system_actor(first.org_id, first.org), cause), changes)
        except GONE:
            raise
        except Exception as error:  # whatever a handler raises concerns its own change alone
            raise _Failed(position, first.position, attempts, error) from error

    async def _note(self, failure: _Failed) -> None:
        """Set the subscription to rest after a failure; park the change when it has failed often enough."""
        attempts = failure.attempts + 1
        text = f"{type(failure.error).__name__}: {failure.error}"[:2000].replace("\0", "")
        _log.error("a feed handler failed", subscription=self._handler.name, attempt=attempts, exc_info=failure.error)
        async with self._database.writing(EVERY_ORGANISATION) as db:
            if failure.at == failure.position:  # a parked change, tried again
                await store.park(db, self._handler.name, failure.at, text)
                return
            locked = await store.lock(db, self._handler.name)
            if locked is None or locked[0] != failure.position:
                return  # another worker has it by now
            if attempts < ATTEMPTS:
                await store.fail(db, self._handler.name, text, backoff.pause(attempts))
                return
            await store.park(db, self._handler.name, failure.at, text)
            await store.move(db, self._handler.name, failure.at)


def _leading(changes: Sequence[FeedChange]) -> list[FeedChange]:
    """Return the changes up to the first of another organisation: a unit of work belongs to one."""
    return list(itertools.takewhile(lambda change: change.org_id == changes[0].org_id, changes))
