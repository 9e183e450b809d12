"""An engine without durability: a job runs where it is started, its steps at once. For tests of the jobs themselves."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar
from uuid import uuid4

import orjson

from seaway.core import work as works
from seaway.core.actor import Actor, system_actor
from seaway.core.db import Database
from seaway.core.jobs import registry
from seaway.core.jobs.control import Start
from seaway.core.jobs.protocol import TRANSIENT, Retry
from seaway.core.jobs.registry import Status
from seaway.core.work import Cause, Work
from seaway.kit import clock

T = TypeVar("T")


@dataclass
class InlineEngine:
    """Runs jobs at once and remembers what they did, by job id: steps, emitted values, status, result."""

    database: Database
    steps: dict[str, list[str]] = field(default_factory=dict)
    emitted: dict[str, list[tuple[str, Any]]] = field(default_factory=dict)
    ended: dict[str, Status] = field(default_factory=dict)
    results: dict[str, Any] = field(default_factory=dict)
    _signals: dict[tuple[str, str], "asyncio.Queue[Any]"] = field(default_factory=dict)

    async def start(self, order: Start) -> None:
        """Run the job to its end; what it raises is raised here."""
        if order.id in self.ended:
            return
        self.ended[order.id] = "running"
        try:
            given = orjson.loads(orjson.dumps(dict(order.given)))
            self.results[order.id] = await registry.find(order.job).run(_Context(self, order), given)
        except BaseException:
            self.ended[order.id] = "failed"
            raise
        self.ended[order.id] = "done"

    async def signal(self, id: str, topic: str, message: Any, key: str) -> None:  # noqa: A002, ARG002  # the protocol's
        """Hand a message to the job."""
        self.inbox(id, topic).put_nowait(message)

    async def cancel(self, id: str) -> None:  # noqa: A002  # the job's id
        """Note that the job was cancelled."""
        self.ended[id] = "cancelled"

    async def statuses(self, ids: Sequence[str]) -> dict[str, Status]:
        """Return the status of each job."""
        return {id_: self.ended.get(id_, "absent") for id_ in ids}

    def inbox(self, id_: str, topic: str) -> "asyncio.Queue[Any]":
        """Return the messages of a job under a topic."""
        return self._signals.setdefault((id_, topic), asyncio.Queue())


class _Context:
    def __init__(self, engine: InlineEngine, order: Start) -> None:
        self._engine = engine
        self._order = order

    @property
    def id(self) -> str:
        return self._order.id

    @property
    def org_id(self) -> int:
        return self._order.org_id

    @property
    def org(self) -> str:
        return self._order.org

    async def step(
        self, name: str, body: Callable[[], Awaitable[T]], *, retry: Retry = TRANSIENT, within: float | None = None
    ) -> T:
        attempt = 0
        while True:
            attempt += 1
            try:
                async with asyncio.timeout(within):
                    result = await body()
            except Exception:
                if not retry.everything or attempt >= retry.attempts:
                    raise
                continue
            self._engine.steps.setdefault(self.id, []).append(name)
            kept: T = orjson.loads(orjson.dumps(result))  # a result that is no JSON fails here as it does for real
            return kept

    async def wait_signal(self, topic: str, within: float) -> Any | None:
        try:
            async with asyncio.timeout(within):
                return await self._engine.inbox(self.id, topic).get()
        except TimeoutError:
            return None

    async def sleep(self, seconds: float) -> None:
        """Lose no time: a test of a job is not a test of the clock."""
        del seconds

    async def emit(self, stream: str, value: Any) -> None:
        self._engine.emitted.setdefault(self.id, []).append((stream, value))

    async def child(self, job: str, key: str, given: Mapping[str, Any]) -> Any:
        id_ = f"{self.id}:{key}"
        await self._engine.start(Start(job, id_, self.org_id, self.org, uuid4(), given))
        return self._engine.results[id_]

    async def now(self) -> datetime:
        return clock.now()

    @asynccontextmanager
    async def writing(self, actor: Actor | None = None, source: str | None = None) -> AsyncIterator[Work]:
        cause = Cause(f"{self._order.job}:{self.id}", self._order.trace)
        actor = actor or system_actor(self.org_id, self.org)
        async with works.writing(self._engine.database, actor, cause, source) as work:
            yield work
