"""HTTP of the sidebar (semantics 21.3)."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from seaway.core.errors import IdentifierTaken, NotFound
from seaway.core.http import Reading, Segment, WorkRoute, Writing, errors
from seaway.core.http_shape import Flag, ok
from seaway.core.work import Work
from seaway.domains.portal import schemas, sidebar, sidebar_schemas
from seaway.domains.portal.errors import AfterItemNotInParent

router = APIRouter(route_class=WorkRoute, tags=["Sidebars"])
Hidden = Annotated[Flag, Query(description="Also pages that are kept out of the sidebar.")]


@router.get("/sidebars/{sidebar_name}", responses=errors(NotFound), response_model=sidebar_schemas.SidebarAnswer)
async def get_sidebar(sidebar_name: Segment, work: Reading, *, hidden: Hidden = False) -> Response:
    """Show the pages and folders of the sidebar, from top to bottom. There is one sidebar: `catalog`."""
    _check(sidebar_name)
    items = [item for item in await sidebar.items(work) if hidden or not item.hidden]
    return ok({"sidebar": {"identifier": sidebar_name, "items": sidebar_schemas.shown(items)}})


@router.post(
    "/sidebars/{sidebar_name}/folders",
    responses=errors(NotFound, IdentifierTaken, AfterItemNotInParent),
    response_model=sidebar_schemas.FolderAnswer,
)
async def create_folder(sidebar_name: Segment, body: sidebar_schemas.FolderIn, work: Writing) -> Response:
    """Add a folder to the sidebar."""
    _check(sidebar_name)
    return await _answer(work, (await sidebar.create_folder(work, body.draft(), body.place())).identifier)


@router.patch(
    "/sidebars/{sidebar_name}/folders/{folder}",
    responses=errors(NotFound, IdentifierTaken, AfterItemNotInParent),
    response_model=sidebar_schemas.FolderAnswer,
)
async def patch_folder(
    sidebar_name: Segment, folder: Segment, body: sidebar_schemas.FolderPatch, work: Writing
) -> Response:
    """Change what is given of a folder: what it is called, and where it stands."""
    _check(sidebar_name)
    return await _answer(work, (await sidebar.update_folder(work, folder, body.fields(), body.place())).identifier)


@router.delete("/sidebars/{sidebar_name}/folders/{folder}", responses=errors(NotFound))
async def delete_folder(sidebar_name: Segment, folder: Segment, work: Writing) -> schemas.Done:
    """Remove a folder; the pages and folders in it move up to where it stood."""
    _check(sidebar_name)
    await sidebar.delete_folder(work, folder)
    return schemas.Done()


def _check(name: str) -> None:
    if name != sidebar_schemas.CATALOG_SIDEBAR:
        raise NotFound.of("sidebar", name)


async def _answer(work: Work, identifier: str) -> Response:
    return ok({"folder": sidebar_schemas.folder(await sidebar.items(work), identifier)})
