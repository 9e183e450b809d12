"""HTTP of saved views."""

from fastapi import APIRouter
from starlette.responses import Response

from seaway.core.errors import IdentifierTaken, NotFound
from seaway.core.http import Reading, Segment, WorkRoute, Writing, errors
from seaway.core.http_shape import ok
from seaway.domains.portal import schemas, view_schemas, views
from seaway.domains.portal.errors import NotMember, PageLocked

router = APIRouter(route_class=WorkRoute, tags=["Pages"])


@router.get("/pages/{page}/views", responses=errors(NotFound), response_model=view_schemas.ViewsAnswer)
async def list_views(page: Segment, work: Reading) -> Response:
    """List the saved views of a page that the caller may use: the page's, then their teams', then their own."""
    return ok({"views": [view_schemas.shown(view) for view in await views.of_page(work, page)]})


@router.post(
    "/pages/{page}/views",
    status_code=201,
    responses=errors(NotFound, IdentifierTaken, NotMember, PageLocked),
    response_model=view_schemas.ViewAnswer,
)
async def create_view(page: Segment, body: view_schemas.ViewIn, work: Writing) -> Response:
    """Save a view of a page: for oneself, for a team one is in, or (who may edit pages) for everyone."""
    answer = ok({"view": view_schemas.shown(await views.create(work, page, body.draft()))})
    answer.status_code = 201
    return answer


@router.patch(
    "/pages/{page}/views/{view}",
    responses=errors(NotFound, NotMember, PageLocked),
    response_model=view_schemas.ViewAnswer,
)
async def patch_view(page: Segment, view: Segment, body: view_schemas.ViewPatch, work: Writing) -> Response:
    """Change what is given of a view, or its place among the tabs."""
    return ok({"view": view_schemas.shown(await views.update(work, page, view, body.fields()))})


@router.delete("/pages/{page}/views/{view}", responses=errors(NotFound, NotMember, PageLocked))
async def delete_view(page: Segment, view: Segment, work: Writing) -> schemas.Done:
    """Remove a view; the page stays."""
    await views.delete(work, page, view)
    return schemas.Done()
