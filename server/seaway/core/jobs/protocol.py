"""What a job may do to the world: everything goes through its context, which journals and replays.

The protocol is small on purpose: the same jobs would run on another engine (engines.md, 2).
"""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypeVar

from seaway.core.actor import Actor
from seaway.core.work import Work

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Retry:
    """How a step is tried again: so many attempts, the first pause in seconds, and by what it grows.

    `everything` tells whether every failure is tried again; otherwise only those that pass by themselves (the database
    went away, two transactions collided).
    """

    attempts: int = 9
    pause: float = 0.5
    growth: float = 2.0
    everything: bool = False


TRANSIENT = Retry()


class JobContext(Protocol):
    """Handed to a job. `id` is the job's, `org_id` and `org` its organisation's key and public id."""

    @property
    def id(self) -> str:
        """The job's id: the public id of the row it works for."""

    @property
    def org_id(self) -> int:
        """The key of the organisation that the job works in."""

    @property
    def org(self) -> str:
        """The public id of the organisation that the job works in."""

    async def step(
        self, name: str, body: Callable[[], Awaitable[T]], *, retry: Retry = TRANSIENT, within: float | None = None
    ) -> T:
        """Run a piece of work and keep its result, which must be JSON; after a crash the result is read, not made.

        `within` is the time limit of each attempt, in seconds.
        """

    async def wait_signal(self, topic: str, within: float) -> Any | None:
        """Wait for a message (`jobs.signal`), for days if need be; None when `within` seconds have passed."""

    async def sleep(self, seconds: float) -> None:
        """Wait; a restart goes on waiting for the rest."""

    async def emit(self, stream: str, value: Any) -> None:
        """Append to one of the job's streams, such as its log."""

    async def child(self, job: str, key: str, given: Mapping[str, Any]) -> Any:
        """Run another job and return its result; `key` names it within this one."""

    async def now(self) -> datetime:
        """Return this moment, the same one after a restart."""

    def writing(self, actor: Actor | None = None, source: str | None = None) -> AbstractAsyncContextManager[Work]:
        """Open a unit of work inside a step, as the system or as `actor`, with the job as its cause.

        It is fenced: once another worker has taken the job over, nothing can be written here any more.
        """
