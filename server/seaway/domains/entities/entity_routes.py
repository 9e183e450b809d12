"""HTTP of reading one entity, all entities of a blueprint, and their number (semantics 7.6)."""

from collections.abc import AsyncIterator
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Query, Request
from starlette.responses import Response, StreamingResponse

from seaway.core import http_version
from seaway.core.errors import NotFound
from seaway.core.http import Reading, Reopen, Segment, WorkRoute, errors, json_response, query, reopening, short
from seaway.domains.entities import history, reads, schemas
from seaway.domains.entities.errors import TooMany

router = APIRouter(route_class=WorkRoute, tags=["Entities"])
Flags = Annotated[schemas.ReadFlags, Query()]
OneFlags = Annotated[schemas.EntityFlags, Query()]


@router.get(
    "/blueprints/{blueprint}/entities/{entity}", responses=errors(NotFound), response_model=schemas.EntityAnswer
)
@short
async def get_entity(blueprint: Segment, entity: Segment, flags: OneFlags, request: Request, work: Reading) -> Response:
    """Show an entity, now or as of a past instant; one that was renamed is found under its former identifiers too.

    The ETag of what it is now is what If-Match takes.
    """
    wanted = flags.wanted(query(request))
    if flags.at:
        past = await history.as_of(work, blueprint, entity, flags.at, wanted)
        return json_response(orjson.dumps({"ok": True, "entity": past}))
    shown, version = await reads.shown(work, blueprint, entity, wanted)
    return json_response(orjson.dumps({"ok": True, "entity": shown}), headers=http_version.headers(version))


@router.get(
    "/blueprints/{blueprint}/entities", responses=errors(NotFound, TooMany), response_model=schemas.EntitiesAnswer
)
async def list_entities(blueprint: Segment, flags: Flags, request: Request, work: Reading) -> Response:
    """List all entities of a blueprint, by identifier. Above the installation's cap, search instead: it pages."""
    cap = request.app.state.services.search_cap
    listing = await reads.listing(work, blueprint, flags.wanted(query(request)), cap)
    first = await listing.page(work, "")
    if first.last is None:
        return json_response(orjson.dumps({"ok": True, "entities": first.entities}))
    body = _streamed(listing, first, reopening(request, work))
    return StreamingResponse(body, media_type="application/json")


async def _streamed(listing: reads.Listing, page: reads.Page, reopen: Reopen) -> AsyncIterator[bytes]:
    """Yield the answer page by page; between pages no connection is held, however slow the client reads."""
    yield b'{"ok":true,"entities":[' + _joined(page.entities)
    while page.last is not None:
        async with reopen() as work:
            page = await listing.page(work, page.last)
        if page.entities:
            yield b"," + _joined(page.entities)
    yield b"]}"


def _joined(entities: list[Any]) -> bytes:
    return orjson.dumps(entities)[1:-1]


@router.get("/blueprints/{blueprint}/entities-count", responses=errors(NotFound))
async def count_entities(blueprint: Segment, work: Reading) -> schemas.CountAnswer:
    """Count the entities of a blueprint that the caller may read."""
    return schemas.CountAnswer(count=await reads.count(work, blueprint))
