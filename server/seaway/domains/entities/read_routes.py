"""HTTP of the reads that are Seaway's own: graph and history."""

from dataclasses import asdict
from typing import Annotated

import orjson
from fastapi import APIRouter, Query
from starlette.responses import Response

from seaway.core.errors import NotFound
from seaway.core.http import Reading, Segment, WorkRoute, errors, json_response
from seaway.domains.entities import differences, graph, graph_past, history, read_schemas
from seaway.domains.entities.errors import TooCostly
from seaway.kit import clock

router = APIRouter(route_class=WorkRoute)
Walk = Annotated[read_schemas.GraphFlags, Query()]
Page = Annotated[read_schemas.HistoryFlags, Query()]


@router.get(
    "/blueprints/{blueprint}/entities/{entity}/graph",
    tags=["Entities"],
    responses=errors(NotFound, TooCostly),
    response_model=read_schemas.GraphAnswer,
)
async def entity_graph(blueprint: Segment, entity: Segment, flags: Walk, work: Reading) -> Response:
    """Show what an entity depends on (upstream) and what depends on it (downstream), hop by hop; with `at`, then."""
    if flags.at:
        found = await graph_past.around(work, blueprint, entity, flags.asked(), flags.at)
    else:
        found = await graph.around(work, blueprint, entity, flags.asked())
    return json_response(orjson.dumps({"ok": True, **asdict(found)}))


@router.get(
    "/blueprints/{blueprint}/entities/{entity}/history",
    tags=["Entities"],
    responses=errors(NotFound),
    response_model=read_schemas.HistoryAnswer,
)
async def entity_history(blueprint: Segment, entity: Segment, flags: Page, work: Reading) -> Response:
    """Show what happened to an entity, the newest first; also to one that was deleted.

    A page of filtered changes may hold fewer than asked for; it is the last one when `next` is null.
    """
    found = await history.of(work, blueprint, entity, flags.asked())
    return json_response(orjson.dumps({"ok": True, "changes": found.changes, "next": found.next}))


@router.get(
    "/blueprints/{blueprint}/entities/{entity}/difference",
    tags=["Entities"],
    responses=errors(NotFound, TooCostly),
    response_model=read_schemas.DifferencesAnswer,
)
async def entity_difference(
    blueprint: Segment, entity: Segment, flags: Annotated[read_schemas.NearFlags, Query()], work: Reading
) -> Response:
    """Show what changed between two instants, net, in an entity; with `hops`, in all that was near it at either end."""
    return _differences(await differences.of_entity(work, blueprint, entity, flags.span(), hops=flags.hops))


@router.get(
    "/blueprints/{blueprint}/difference",
    tags=["Entities"],
    responses=errors(NotFound, TooCostly),
    response_model=read_schemas.DifferencesAnswer,
)
async def blueprint_difference(
    blueprint: Segment, flags: Annotated[read_schemas.DifferenceFlags, Query()], work: Reading
) -> Response:
    """Show what changed between two instants, net, in the entities of a blueprint."""
    return _differences(await differences.of_blueprint(work, blueprint, flags.span()))


def _differences(found: differences.Differences) -> Response:
    ends = {"since": clock.iso(found.since), "until": clock.iso(found.until)}
    return json_response(orjson.dumps({"ok": True, **asdict(found), **ends}))
