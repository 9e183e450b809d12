"""`GET /v1/events`: everything that happens in the caller's organisation and that they may read, as it happens."""

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Header, Request
from starlette.responses import StreamingResponse
from starlette.types import Message, Send

from seaway.core.actor import Actor
from seaway.core.errors import Unavailable
from seaway.core.http import Services, errors
from seaway.core.stream import Hub, frames
from seaway.domains.access import service as access

SLOW = 30.0  # seconds in which a client must take what was sent; it resumes by id
RESOURCE = {
    "entity": "entities",
    "team": "entities",
    "blueprint": "blueprints",
    "scorecard": "scorecards",
    "page": "pages",
    "page_view": "pages",
    "folder": "pages",
    "import": "imports",
    "integration": "integrations",
    "webhook": "integrations",
    "user": "users",
    "machine": "apps",
    "organisation": "organization",
    "home_default": "organization",
    "secret": "secrets",
    "blueprint_permission": "blueprints",
    "page_permission": "pages",
    "bin": "bin",
    # Members see some of these; the stream tells kinds apart and not rows, so it tells them to administrators alone.
    "action": "audit",
    "run": "audit",
    "run_log": "audit",
    "workflow": "workflows",
}
router = APIRouter(tags=["Events"])


class EventStream(StreamingResponse):
    """A stream of server-sent events that lets go of a client which does not read."""

    media_type = "text/event-stream"

    async def stream_response(self, send: Send) -> None:
        """Send what there is until the stream ends or the client is too slow."""

        async def bounded(message: Message) -> None:
            async with asyncio.timeout(SLOW):
                await send(message)

        try:
            await super().stream_response(bounded)
        except TimeoutError:
            return


def visible_kinds(actor: Actor) -> frozenset[str]:
    """Return the kinds of changes that the actor may read; a kind that nobody placed is nobody's."""
    granted = set(access.permissions(actor.role))
    return frozenset(kind for kind, resource in RESOURCE.items() if f"read:{resource}" in granted)


@router.get(
    "/events",
    response_class=EventStream,
    responses={
        **errors(Unavailable),
        200: {
            "description": "Server-sent events: `ready` or `reset` first, then `change` with a CloudEvent as data, "
            "and `notice` when something of the caller's own is new: notifications, or views of theirs or their teams. "
            "The id of each is a position; send the last one as `Last-Event-ID` to go on without a gap.",
            "content": {"text/event-stream": {"schema": {"type": "string"}}},
        },
    },
)
async def follow_events(
    request: Request,
    last_event_id: Annotated[str | None, Header(max_length=100, description="Where to go on.")] = None,
) -> EventStream:
    """Follow the changes of the organisation."""
    services: Services = request.app.state.services
    hub: Hub = request.app.state.hub

    async def check() -> tuple[Actor, frozenset[str]]:
        actor = await services.authenticate(request)
        return actor, visible_kinds(actor)

    actor, _ = await check()
    request.state.org = actor.org_id
    services.limiter.take(actor.org_id)
    stream = frames(hub, check, last_event_id)
    first = await anext(stream)  # a refusal still has a status of its own
    return EventStream(_from(first, stream), headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"})


async def _from(first: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for frame in rest:
        yield frame
