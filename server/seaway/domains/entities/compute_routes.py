"""HTTP of computed properties: why they are what they are, and a definition tried before it is saved."""

from fastapi import APIRouter
from starlette.responses import Response

from seaway.core.errors import Invalid, NotFound, Unavailable
from seaway.core.http import Reading, Segment, WorkRoute, errors
from seaway.core.http_shape import ok
from seaway.domains.entities import compute_look, compute_schemas
from seaway.kit import clock

router = APIRouter(route_class=WorkRoute, tags=["Computed properties"])


@router.get(
    "/blueprints/{blueprint}/entities/{entity}/computed",
    responses=errors(NotFound),
    response_model=compute_schemas.ComputedAnswer,
)
async def entity_computed(blueprint: Segment, entity: Segment, work: Reading) -> Response:
    """Show an entity's computed properties, why one has no value, and which changes they reflect."""
    found = await compute_look.of(work, blueprint, entity)
    values = {name: {"value": each.value, "error": each.error} for name, each in found.values.items()}
    at = None if found.at is None else clock.iso(found.at)
    return ok({"properties": values, "asOf": found.as_of, "changedAt": at})


@router.get(
    "/blueprints/{blueprint}/computed", responses=errors(NotFound), response_model=compute_schemas.DeclaredAnswer
)
async def blueprint_computed(blueprint: Segment, work: Reading) -> Response:
    """Show what the values of a blueprint's computed properties are like, as for stored ones its schema does."""
    return ok({"properties": await compute_look.declared(work, blueprint)})


@router.post(
    "/blueprints/{blueprint}/computed/preview",
    responses=errors(NotFound, Invalid, Unavailable),
    response_model=compute_schemas.ComputedPreviewAnswer,
)
async def preview_computed(blueprint: Segment, body: compute_schemas.ComputedPreviewIn, work: Reading) -> Response:
    """Try a definition on real entities: what each would show, or why it has nothing to show. Nothing is kept."""
    found = await compute_look.preview(work, blueprint, body.asked())
    shown = [
        {"identifier": identifier, "title": title, "value": each.value, "error": each.error}
        for identifier, title, each in found
    ]
    return ok({"results": shown})
