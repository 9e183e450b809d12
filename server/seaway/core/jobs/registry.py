"""The jobs and queues that this process knows. A domain's `jobs.py` adds its own."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from seaway.core.db import Database
from seaway.core.jobs.protocol import JobContext

Status = Literal["queued", "running", "done", "failed", "cancelled", "absent"]
Body = Callable[[JobContext, Mapping[str, Any]], Awaitable[Any]]
Statuses = Callable[[Sequence[str]], Awaitable[dict[str, Status]]]
Watch = Callable[[Database, Statuses], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Queue:
    """Where jobs wait, and how many run at once: in each worker, everywhere, in each partition.

    `rate` limits starts: so many in so many seconds. A job that waits for a signal keeps its place, so jobs that wait
    belong on a queue without limits and their heavy parts on another, as children.
    """

    name: str
    per_worker: int | None = None
    everywhere: int | None = None
    per_partition: int | None = None
    rate: tuple[int, float] | None = None


RUNS = Queue("runs")
JOBS = Queue("jobs", per_worker=4)


@dataclass(frozen=True, slots=True)
class Job:
    """A kind of job. `timeout` is in seconds for all of it; `takeovers` how many deaths of workers it may survive."""

    name: str
    run: Body
    queue: Queue = JOBS
    timeout: float | None = None
    takeovers: int = 50


_jobs: dict[str, Job] = {}
_watches: dict[str, Watch] = {}


def job(name: str, *, queue: Queue = JOBS, timeout: float | None = None, takeovers: int = 50) -> Callable[[Body], Body]:
    """Register a job.

    Its name is in the database, so it never changes; nor does the order of its steps, without a new engine version.
    """

    def register(body: Body) -> Body:
        if name in _jobs:
            raise LookupError(f"Two jobs are named {name}")
        _jobs[name] = Job(name, body, queue, timeout, takeovers)
        return body

    return register


def watch(name: str) -> Callable[[Watch], Watch]:
    """Register a look after rows whose jobs may have ended without saying so; a worker calls it every half minute.

    It gets the database and a function that tells the statuses of jobs by id, and must bear repetition.
    """

    def register(look: Watch) -> Watch:
        _watches[name] = look
        return look

    return register


def find(name: str) -> Job:
    """Return a job by name."""
    return _jobs[name]


def registered() -> tuple[Job, ...]:
    """Return every job that was registered in this process."""
    return tuple(_jobs.values())


def watches() -> Mapping[str, Watch]:
    """Return every watch that was registered in this process."""
    return dict(_watches)
