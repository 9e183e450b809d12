"""HTTP of who may do what with a blueprint's entities (semantics 12.3)."""

from fastapi import APIRouter
from starlette.responses import Response

from seaway.core.errors import NotFound
from seaway.core.http import Reading, Segment, WorkRoute, Writing, errors
from seaway.core.http_shape import ok
from seaway.domains.blueprints import permission_schemas, service

router = APIRouter(route_class=WorkRoute, tags=["Blueprints"])


@router.get(
    "/blueprints/{blueprint}/permissions",
    responses=errors(NotFound),
    response_model=permission_schemas.PermissionsAnswer,
)
async def get_blueprint_permissions(blueprint: Segment, work: Reading) -> Response:
    """Show who may do what with a blueprint's entities. Kept for clients; Seaway itself still decides by role."""
    return ok({"permissions": {"entities": await service.permissions_of(work, blueprint)}})


@router.patch(
    "/blueprints/{blueprint}/permissions",
    responses=errors(NotFound),
    response_model=permission_schemas.PermissionsAnswer,
)
async def patch_blueprint_permissions(
    blueprint: Segment, body: permission_schemas.PermissionsIn, work: Writing
) -> Response:
    """Replace the lists that the body holds, operation by operation and key by key."""
    return ok({"permissions": {"entities": await service.change_permissions(work, blueprint, body.given())}})
