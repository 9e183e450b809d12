"""A request of somebody who is not signed in yet: tokens, sign-in, set-up, invitations.

It has no actor, hence no unit of work of its own. Steps that must stay although the answer is a refusal (counting a
failed attempt) commit on their own; once the visitor is known, `Visit.acting` opens a unit of work as that actor.
"""

from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request

from seaway.core import http
from seaway.core import work as works
from seaway.core.actor import Actor
from seaway.core.db import EVERY_ORGANISATION, Connection, Database
from seaway.core.work import Cause, Work

MAX_AGENT = 300


@dataclass(frozen=True, slots=True)
class Visit:
    """Who knocks: `address` is the peer's (from a proxy only where the server trusts it), `agent` its User-Agent."""

    database: Database
    address: str
    agent: str
    trace: UUID
    source: str

    def acting(self, actor: Actor) -> AbstractAsyncContextManager[Work]:
        """Open a unit of work, in a transaction, as somebody who is known by now."""
        return works.writing(self.database, actor, Cause(f"request:{self.trace.hex}", self.trace), self.source)

    def reading(self) -> AbstractAsyncContextManager[Connection]:
        """Borrow a connection that sees every organisation: the visitor's is not known yet."""
        return self.database.reading(EVERY_ORGANISATION)

    def writing(self) -> AbstractAsyncContextManager[Connection]:
        """Borrow such a connection in a transaction of its own."""
        return self.database.writing(EVERY_ORGANISATION)


async def open_visit(request: Request) -> Visit:
    """Give the route what it may know of its visitor."""
    services: http.Services = request.app.state.services
    return Visit(
        database=services.database,
        address=request.client.host if request.client else "unknown",
        agent=request.headers.get("user-agent", "unknown").replace("\0", "")[:MAX_AGENT],
        trace=request.state.trace,
        source=http.stamp_of(request),
    )


Visiting = Annotated[Visit, Depends(open_visit)]
