"""HTTP of who may read and change a page (semantics 12.4)."""

from fastapi import APIRouter
from starlette.responses import Response

from seaway.core.errors import NotFound
from seaway.core.http import Reading, Segment, WorkRoute, Writing, errors
from seaway.core.http_shape import ok
from seaway.domains.portal import permission_schemas, permissions

router = APIRouter(route_class=WorkRoute, tags=["Pages"])


@router.get(
    "/pages/{page}/permissions", responses=errors(NotFound), response_model=permission_schemas.PagePermissionsAnswer
)
async def get_page_permissions(page: Segment, work: Reading) -> Response:
    """Show who may read and change a page. Kept for clients; Seaway itself still decides by role."""
    return ok({"permissions": await permissions.of(work, page)})


@router.patch(
    "/pages/{page}/permissions", responses=errors(NotFound), response_model=permission_schemas.PagePermissionsAnswer
)
async def patch_page_permissions(page: Segment, body: permission_schemas.PagePermissionsIn, work: Writing) -> Response:
    """Replace the lists that the body holds."""
    return ok({"permissions": await permissions.change(work, page, body.given())})
