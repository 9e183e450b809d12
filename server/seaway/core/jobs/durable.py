"""The context of a job on DBOS: each call is a step that DBOS journals in PostgreSQL."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

import asyncpg
from dbos import DBOS, EnqueueOptions
from dbos._context import current_owner_xid
from dbos._core import StepOptions

from seaway.core import log
from seaway.core import work as works
from seaway.core.actor import Actor, system_actor
from seaway.core.db import AWAY, Database
from seaway.core.errors import SeawayError, Unavailable
from seaway.core.jobs import registry, store
from seaway.core.jobs.protocol import TRANSIENT, Retry
from seaway.core.work import Cause, Work
from seaway.kit import clock

T = TypeVar("T")
ENGINE_VERSION = "engine-1"  # changes only when the order of a job's steps changes: waiting jobs of another never run
PASSING: tuple[type[Exception], ...] = (
    *AWAY,
    Unavailable,
    asyncpg.DeadlockDetectedError,
    asyncpg.SerializationError,
    asyncpg.LockNotAvailableError,
    asyncpg.TooManyConnectionsError,
)


class Superseded(SeawayError):
    """Another worker has taken the job over; nothing was written."""

    status, error = 409, "superseded"


class DurableContext:
    """See `protocol.JobContext`. `order` is what the job was started with, as JSON."""

    def __init__(self, database: Database, job: str, id_: str, order: Mapping[str, Any]) -> None:
        self._database = database
        self._job = job
        self._id = id_
        self._order = order
        self._trace = UUID(order["trace"])

    @property
    def id(self) -> str:
        """The job's id."""
        return self._id

    @property
    def org_id(self) -> int:
        """The organisation's key."""
        return int(self._order["org_id"])

    @property
    def org(self) -> str:
        """The organisation's public id."""
        return str(self._order["org"])

    async def step(
        self, name: str, body: Callable[[], Awaitable[T]], *, retry: Retry = TRANSIENT, within: float | None = None
    ) -> T:
        """Run a piece of work and keep its result."""
        options: StepOptions = {
            "name": name,
            "retries_allowed": retry.attempts > 1,
            "max_attempts": retry.attempts,
            "interval_seconds": retry.pause,
            "backoff_rate": retry.growth,
            "timeout_seconds": within,
            "preemptible": True,
            "should_retry": lambda error: retry.everything or isinstance(error, PASSING),
        }

        async def run() -> T:
            log.begin(trace=self._trace.hex, org=self.org, job=self._id, step=name)
            return await body()

        return await DBOS.run_step_async(options, run)

    async def wait_signal(self, topic: str, within: float) -> Any | None:
        """Wait for a message."""
        return await DBOS.recv_async(topic, timeout_seconds=within)

    async def sleep(self, seconds: float) -> None:
        """Wait durably."""
        await DBOS.sleep_async(seconds)

    async def emit(self, stream: str, value: Any) -> None:
        """Append to a stream of the job."""
        await DBOS.write_stream_async(stream, value)

    async def child(self, job: str, key: str, given: Mapping[str, Any]) -> Any:
        """Run another job and return its result."""
        order = {**self._order, "given": dict(given)}
        found = registry.find(job)
        handle = await DBOS.enqueue_workflow_with_options_async(enqueuing(found, f"{self._id}:{key}"), order)
        return await handle.get_result()

    async def now(self) -> datetime:
        """Return this moment, recorded."""

        async def read() -> str:
            return clock.now().isoformat()

        return datetime.fromisoformat(await self.step("now", read))

    @asynccontextmanager
    async def writing(self, actor: Actor | None = None, source: str | None = None) -> AsyncIterator[Work]:
        """Open a fenced unit of work."""
        cause = Cause(f"{self._job}:{self._id}", self._trace)
        owner = current_owner_xid(self._id)
        async with works.writing(self._database, actor or system_actor(self.org_id, self.org), cause, source) as work:
            if owner is None or not await store.owns(work.db, self._id, owner):
                raise Superseded(f"The job {self._id} was taken over by another worker, or cancelled")
            yield work


def enqueuing(job: registry.Job, id_: str) -> EnqueueOptions:
    """Return how DBOS is told to queue a job."""
    options: EnqueueOptions = {
        "workflow_name": workflow_name(job.name),
        "queue_name": job.queue.name,
        "workflow_id": id_,
        "app_version": ENGINE_VERSION,
    }
    if job.timeout:
        options["workflow_timeout"] = job.timeout
    return options


def workflow_name(job: str) -> str:
    """Return the name under which a job is known to DBOS."""
    return f"seaway.{job}"
