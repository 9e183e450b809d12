"""Starting, signalling and ending jobs from a worker process, through the engine that runs there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import UUID

from seaway.core.jobs.registry import Status
from seaway.core.work import Work


@dataclass(frozen=True, slots=True)
class Start:
    """A job to be started: what it is, for which organisation, and the trace that leads to it."""

    job: str
    id: str
    org_id: int
    org: str
    trace: UUID
    given: Mapping[str, Any] = field(default_factory=dict)
    partition: str | None = None


class Engine(Protocol):
    """What runs jobs."""

    async def start(self, order: Start) -> None:
        """Queue a job; an id that was used before starts nothing."""

    async def signal(self, id: str, topic: str, message: Any, key: str) -> None:  # noqa: A002  # the job's id
        """Send a message to a job; the same key again sends nothing."""

    async def cancel(self, id: str) -> None:  # noqa: A002  # the job's id
        """Stop a job and its children; one that has ended stays as it is."""

    async def statuses(self, ids: Sequence[str]) -> dict[str, Status]:
        """Return the status of each job."""


_engines: list[Engine] = []


def use(engine: Engine | None) -> None:
    """Make an engine the process's, or with None leave the process without one."""
    _engines[:] = [] if engine is None else [engine]


def current() -> Engine:
    """Return the process's engine."""
    if not _engines:
        raise LookupError("No job engine runs in this process: jobs are started by the worker's feed handlers")
    return _engines[0]


async def start(
    work: Work,
    job: str,
    id: str,  # noqa: A002  # the job's id
    given: Mapping[str, Any],
    *,
    partition: str | None = None,
) -> None:
    """Start a job for the work's organisation. `id` is the public id of its row: the second start does nothing."""
    order = Start(job, id, work.actor.org_id, work.actor.org, work.cause.trace, given, partition)
    await current().start(order)


async def signal(id: str, topic: str, message: Any, *, key: str) -> None:  # noqa: A002  # the job's id
    """Send a message to a job that waits for it, now or later; the same key again sends nothing."""
    await current().signal(id, topic, message, key)


async def cancel(id: str) -> None:  # noqa: A002  # the job's id
    """Stop a job and its children; what they have done stays done."""
    await current().cancel(id)


async def statuses(ids: Sequence[str]) -> dict[str, Status]:
    """Return the status of each job; `absent` for one that was never started or is long gone."""
    return await current().statuses(ids)
