"""A unit of work: one request or job, with its transaction, its actor and the cause that every change record names."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from uuid import UUID, uuid4

from seaway.core.actor import Actor
from seaway.core.db import Connection, Database


@dataclass(frozen=True, slots=True)
class Cause:
    """Why a write happens. `kind:id` such as `request:…`, `import:imp_…`, `feed:…`; `trace` joins it to the logs."""

    text: str
    trace: UUID = field(default_factory=uuid4)


@dataclass(frozen=True, slots=True)
class Work:
    """What every service verb takes first.

    `source` is the data-source stamp of its writes: the User-Agent of a client, `UI`, `import/<name>`.
    """

    db: Connection
    actor: Actor
    cause: Cause
    source: str | None = None

    @property
    def org(self) -> int:
        """The key of the organisation this work is done in."""
        return self.actor.org_id

    def acting(self, actor: Actor) -> "Work":
        """Return the same work done by another actor, in the same transaction."""
        return replace(self, actor=actor)


@asynccontextmanager
async def writing(database: Database, actor: Actor, cause: Cause, source: str | None = None) -> AsyncIterator[Work]:
    """Open a unit of work in a transaction: committed when the block ends, rolled back when it raises.

    Only `app`, `core.http`, the feed and the jobs open one; domains receive theirs.
    """
    async with database.writing(actor.org_id) as connection:
        yield Work(connection, actor, cause, source)


class reading:  # noqa: N801  # used as the function above is; a generator would cost hot reads more
    """Open a unit of work that only reads: no transaction, each statement sees its own snapshot."""

    __slots__ = ("_actor", "_cause", "_lent")

    def __init__(self, database: Database, actor: Actor, cause: Cause) -> None:
        self._lent, self._actor, self._cause = database.reading(actor.org_id), actor, cause

    async def __aenter__(self) -> Work:
        """Borrow a connection."""
        return Work(await self._lent.__aenter__(), self._actor, self._cause)

    async def __aexit__(self, failure: type[BaseException] | None, *of: object) -> None:
        """Give it back."""
        await self._lent.__aexit__(failure, *of)
