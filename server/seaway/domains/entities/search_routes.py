"""HTTP of searches in the rule language (semantics 8.8, 18.6)."""

from collections.abc import AsyncIterator
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Body, Query, Request
from starlette.responses import Response, StreamingResponse

from seaway.core.errors import NotFound
from seaway.core.http import Reading, Reopen, Segment, WorkRoute, errors, json_response, query, reopening, short
from seaway.domains.entities import find, find_past, schemas, search_schemas, top
from seaway.domains.entities.errors import NotRemembered, TooCostly, TooMany
from seaway.domains.entities.query_schemas import Unread
from seaway.domains.entities.reads import Wanted

router = APIRouter(route_class=WorkRoute, tags=["Search"])
Flags = Annotated[search_schemas.SearchFlags, Query()]
When = Annotated[search_schemas.TimeFlags, Query()]
Plain = Annotated[schemas.ReadFlags, Query()]
_EVERYTHING, _ALL = search_schemas.SearchIn(), search_schemas.CountIn()


@router.post(
    "/entities/search",
    responses=errors(TooMany, TooCostly, NotRemembered),
    response_model=search_schemas.FoundAnswer,
    response_model_exclude_none=True,
)
async def search_entities(body: Annotated[Unread, Body()], flags: Flags, request: Request, work: Reading) -> Response:
    """Search all blueprints; the answer holds every match, up to the installation's cap. With `at`, as it was then."""
    wanted, partial = flags.wanted(query(request)), flags.allow_partial_results
    cap = request.app.state.services.search_cap
    if flags.at:
        found = await find_past.everywhere(work, body, wanted, flags.at, partial=partial)
    else:
        found = await find.everywhere(work, body, wanted, cap, partial=partial)
    tail: dict[str, Any] = {"matchingBlueprints": found.matching}
    if flags.allow_partial_results:
        tail["failedBlueprints"] = found.failed
    if not found.rest:
        return json_response(orjson.dumps({"ok": True, "entities": found.entities, **tail}))
    streamed = _streamed(found, wanted, orjson.dumps(tail)[1:], reopening(request, work))
    return StreamingResponse(streamed, media_type="application/json")


async def _streamed(found: find.Found, wanted: Wanted, tail: bytes, reopen: Reopen) -> AsyncIterator[bytes]:
    """Yield the answer in pieces. What matches was settled at one moment; what is deleted meanwhile is left out."""
    yield b'{"ok":true,"entities":['
    comma = b""
    for start in range(0, len(found.rest), find.FIRST):
        async with reopen() as work:
            entities = await find.piece(work, found.rest[start : start + find.FIRST], wanted)
        if entities:
            yield comma + orjson.dumps(entities)[1:-1]
            comma = b","
    yield b"]," + tail


@router.post(
    "/blueprints/{blueprint}/entities/search",
    responses=errors(NotFound, TooCostly, NotRemembered),
    response_model=search_schemas.PageAnswer,
)
@short
async def search_blueprint(
    blueprint: Segment,
    flags: Flags,
    request: Request,
    work: Reading,
    body: Annotated[search_schemas.SearchIn, Body()] = _EVERYTHING,
) -> Response:
    """Search one blueprint page by page, by identifier: what is inserted meanwhile moves no page.

    With `at` it is searched as it was then.
    """
    wanted = flags.wanted(query(request))
    if body.plain and wanted.whole and not flags.at:
        return _page(await find.plain(work, blueprint, body.from_, body.limit))
    return _page(await find.page(work, blueprint, body.asked(wanted, flags.at)))


def _page(page: find.Page) -> Response:
    answer: dict[str, Any] = {"ok": True, "entities": page.entities}
    if page.next is not None:
        answer["next"] = page.next
    if page.count is not None:
        answer["count"] = page.count
    return json_response(orjson.dumps(answer))


@router.post("/blueprints/{blueprint}/entities/search/count", responses=errors(NotFound, TooCostly, NotRemembered))
async def count_search(
    blueprint: Segment,
    flags: When,
    work: Reading,
    body: Annotated[search_schemas.CountIn, Body()] = _ALL,
) -> schemas.CountAnswer:
    """Count the entities of a blueprint that match; with `at`, those that did then."""
    return schemas.CountAnswer(count=await find.count(work, blueprint, body.query, flags.at))


@router.post(
    "/blueprints/{blueprint}/entities/top-search",
    responses=errors(NotFound, TooMany, TooCostly, NotRemembered),
    response_model=search_schemas.TopAnswer,
)
@short
async def top_search(
    blueprint: Segment, flags: Flags, request: Request, work: Reading, body: search_schemas.TopSearchIn
) -> Response:
    """Search one blueprint in any order, with the number of all matches; or count, or group them.

    With `at` it is searched as it was then.
    """
    asked = body.asked(flags.wanted(query(request)), flags.at)
    by = body.grouped()
    if by is not None:
        found = await top.groups(work, blueprint, asked, by, request.app.state.services.search_cap)
        return json_response(orjson.dumps({"ok": True, "groups": found.groups, "truncated": found.truncated}))
    if body.countOnly:
        return json_response(orjson.dumps({"ok": True, "count": await top.count(work, blueprint, asked)}))
    return _page(await top.page(work, blueprint, asked))


@router.post(
    "/blueprints/{blueprint}/entities/top-search/stops",
    responses=errors(NotFound),
    response_model=search_schemas.StopsAnswer,
)
async def top_search_stops(blueprint: Segment, work: Reading, body: search_schemas.StopsIn) -> Response:
    """Say where every 100th row of a top-search begins, so that its far pages are as cheap to read as its first."""
    found = await top.stops(work, blueprint, body.asked(Wanted()))
    answer = {"ok": True, "every": found.every, "count": found.count, "stops": found.cursors}
    return json_response(orjson.dumps(answer))


@router.post(
    "/blueprints/entities/datasource-entities",
    responses=errors(TooMany),
    response_model=search_schemas.NamesAnswer,
)
async def datasource_entities(body: search_schemas.SourceIn, flags: Plain, request: Request, work: Reading) -> Response:
    """List the entities that a data source wrote last. Without `limit` all of them, in one answer."""
    cap = request.app.state.services.search_cap
    page = await find.of_source(work, body.asked(), flags.wanted(query(request)), cap)
    return json_response(orjson.dumps({"ok": True, "entities": page.entities, "next": page.next}))
