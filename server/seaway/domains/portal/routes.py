"""HTTP of pages (semantics 21.1)."""

from typing import Annotated

import orjson
from fastapi import APIRouter, Query
from starlette.responses import Response

from seaway.core.errors import IdentifierTaken, NotFound, Outdated
from seaway.core.http import Reading, Segment, WorkRoute, Writing, errors, json_response
from seaway.core.http_shape import Flag, ok
from seaway.core.http_version import IfMatch, headers
from seaway.domains.portal import schemas, service
from seaway.domains.portal.errors import PageProtected
from seaway.domains.portal.types import Page, PageType

router = APIRouter(route_class=WorkRoute, tags=["Pages"])
Compact = Annotated[Flag, Query(description="Without widgets and filters.")]
OfType = Annotated[PageType | None, Query(alias="type", description="Only pages of this type.")]
About = Annotated[str | None, Query(max_length=1_000, description="Only pages about this blueprint.")]


def _answer(page: Page, count: int | None, **more: str) -> Response:
    body = orjson.dumps({"ok": True, **more, "page": schemas.shown(page, count)})
    return json_response(body, 200, headers(service.version(page)))


@router.get("/pages", responses=errors(), response_model=schemas.PagesAnswer)
async def list_pages(
    work: Reading, *, compact: Compact = False, kind: OfType = None, blueprint: About = None
) -> Response:
    """List pages in the order of the sidebar, with how many entities each shows."""
    pages = await service.list_all(work, kind, blueprint)
    return ok({"pages": [schemas.shown(page, count, compact=compact) for page, count in pages]})


@router.post("/pages", responses=errors(NotFound, IdentifierTaken), response_model=schemas.PageCreated)
async def create_page(body: schemas.PageIn, work: Writing) -> Response:
    """Add a page: a catalog page for a blueprint, a dashboard, the home page, or a template for entities' pages."""
    return ok({"identifier": (await service.create(work, body.about(), body.draft())).identifier})


@router.get("/pages/{page}", responses=errors(NotFound), response_model=schemas.PageAnswer)
async def get_page(page: Segment, work: Reading) -> Response:
    """Show a page. Its ETag is what If-Match takes."""
    return _answer(*await service.get(work, page))


@router.patch(
    "/pages/{page}", responses=errors(NotFound, IdentifierTaken, Outdated), response_model=schemas.PageWritten
)
async def patch_page(page: Segment, body: schemas.PagePatch, work: Writing, versions: IfMatch) -> Response:
    """Change what is given of a page."""
    body.check_same((await service.get(work, page))[0])
    updated = await service.update(work, page, body.fields(), versions)
    return _answer(*await service.get(work, updated.identifier), identifier=updated.identifier)


@router.put("/pages/{page}", responses=errors(NotFound, IdentifierTaken, Outdated), response_model=schemas.PageWritten)
async def replace_page(page: Segment, body: schemas.PagePut, work: Writing, versions: IfMatch) -> Response:
    """Replace a page; what the body leaves out is cleared, but for its identifier."""
    body.check_same((await service.get(work, page))[0])
    updated = await service.replace(work, page, body.fields(), versions)
    return _answer(*await service.get(work, updated.identifier), identifier=updated.identifier)


@router.delete("/pages/{page}", responses=errors(NotFound, PageProtected))
async def delete_page(page: Segment, work: Writing) -> schemas.Done:
    """Remove a page; its blueprint and entities stay."""
    await service.delete(work, page)
    return schemas.Done()


@router.post(
    "/pages/{page}/widgets",
    status_code=201,
    responses=errors(NotFound, IdentifierTaken, Outdated),
    response_model=schemas.PageCreated,
)
async def add_widget(page: Segment, body: schemas.WidgetIn, work: Writing, versions: IfMatch) -> Response:
    """Add a widget to a page: in the widget named as its parent, else in the page's dashboard, else at the end."""
    name = await service.add_widget(work, page, body.widget, body.parentWidgetId, versions)
    return json_response(orjson.dumps({"ok": True, "identifier": name}), 201)


@router.patch(
    "/pages/{page}/widgets/{widget}", responses=errors(NotFound, Outdated), response_model=schemas.PageCreated
)
async def patch_widget(
    page: Segment, widget: Segment, body: schemas.WidgetPatch, work: Writing, versions: IfMatch
) -> Response:
    """Change fields of a widget, wherever it stands on the page."""
    await service.change_widget(work, page, widget, body, versions)
    return ok({"identifier": widget})


@router.delete("/pages/{page}/widgets/{widget}", responses=errors(NotFound, Outdated))
async def delete_widget(page: Segment, widget: Segment, work: Writing, versions: IfMatch) -> schemas.Done:
    """Remove a widget, wherever it stands on the page."""
    await service.remove_widget(work, page, widget, versions)
    return schemas.Done()
