"""HTTP of what is related to an entity, and of where its values come from."""

from typing import Annotated

import orjson
from fastapi import APIRouter, Query
from starlette.responses import Response

from seaway.core.errors import NotFound
from seaway.core.http import Reading, Segment, WorkRoute, errors, json_response
from seaway.domains.entities import related, related_schemas, sources

router = APIRouter(route_class=WorkRoute, tags=["Entities"])
Along = Annotated[related_schemas.RelatedFlags, Query()]


@router.get(
    "/blueprints/{blueprint}/entities/{entity}/related",
    responses=errors(NotFound),
    response_model=related_schemas.RelatedGroups,
)
async def related_groups(blueprint: Segment, entity: Segment, work: Reading) -> Response:
    """Show each relation of an entity, both ways, with how many entities it leads to."""
    found = await related.groups(work, blueprint, entity)
    return json_response(orjson.dumps({"ok": True, "groups": found}))


@router.get(
    "/blueprints/{blueprint}/entities/{entity}/related-entities",
    responses=errors(NotFound),
    response_model=related_schemas.RelatedAnswer,
)
async def related_entities(blueprint: Segment, entity: Segment, flags: Along, work: Reading) -> Response:
    """Show the entities that a path of relations leads to, by title."""
    found = await related.along(work, blueprint, entity, flags.asked())
    body = {"entities": found.entities, "count": found.count, "more": found.more, "next": found.next}
    return json_response(orjson.dumps({"ok": True, "blueprint": found.blueprint, **body}))


@router.get(
    "/blueprints/{blueprint}/entities/{entity}/sources",
    responses=errors(NotFound),
    response_model=related_schemas.OriginsAnswer,
)
async def entity_sources(blueprint: Segment, entity: Segment, work: Reading) -> Response:
    """Show who said each value of an entity last, when, from which source and why."""
    found = await sources.of(work, blueprint, entity)
    return json_response(orjson.dumps({"ok": True, "sources": found}))
