"""HTTP of what people keep for themselves. Machines have nothing of their own and are refused."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from seaway.core.errors import NotFound
from seaway.core.http import Reading, Segment, WorkRoute, Writing, errors
from seaway.core.http_shape import ok
from seaway.domains.portal import home, shelf, shelf_schemas
from seaway.domains.portal.schemas import Done

router = APIRouter(route_class=WorkRoute, prefix="/me", tags=["Me"])
Limit = Annotated[int, Query(ge=1, le=100)]
From = Annotated[str | None, Query(alias="from", max_length=20_000, description="`next` of the page before.")]


@router.get("/preferences", responses=errors(), response_model=shelf_schemas.PreferencesAnswer)
async def get_preferences(work: Reading) -> Response:
    """Show how the caller likes the portal: theme, language, density, shortcuts, the cards of Home."""
    return ok(shelf_schemas.preferences(await shelf.preferences(work), await home.own_default(work)))


@router.patch("/preferences", responses=errors(), response_model=shelf_schemas.PreferencesAnswer)
async def patch_preferences(body: shelf_schemas.PreferencesPatch, work: Writing) -> Response:
    """Change what is given of the preferences; every browser of the caller follows them."""
    return ok(shelf_schemas.preferences(await shelf.prefer(work, body.chosen()), await home.own_default(work)))


@router.get("/favourites", responses=errors(), response_model=shelf_schemas.FavouritesAnswer)
async def list_favourites(work: Reading) -> Response:
    """List the caller's favourites: at most 200, in their order."""
    return ok({"favourites": [shelf_schemas.item(each) for each in await shelf.favourites(work)]})


@router.put("/favourites", responses=errors(), response_model=shelf_schemas.FavouritesAnswer)
async def arrange_favourites(body: shelf_schemas.FavouritesOrder, work: Writing) -> Response:
    """Put favourites in order; those left out follow, names that are no favourites are ignored."""
    return ok({"favourites": [shelf_schemas.item(each) for each in await shelf.arrange(work, body.names())]})


@router.put("/favourites/entities/{blueprint}/{entity}", responses=errors(NotFound))
async def add_favourite_entity(blueprint: Segment, entity: Segment, work: Writing) -> Done:
    """Make an entity a favourite; again changes nothing."""
    await shelf.keep(work, await shelf.entity(work, blueprint, entity))
    return Done()


@router.delete("/favourites/entities/{blueprint}/{entity}", responses=errors(NotFound))
async def remove_favourite_entity(blueprint: Segment, entity: Segment, work: Writing) -> Done:
    """Let an entity be no favourite; again changes nothing."""
    await shelf.drop(work, await shelf.entity(work, blueprint, entity))
    return Done()


@router.put("/favourites/pages/{page}", responses=errors(NotFound))
async def add_favourite_page(page: Segment, work: Writing) -> Done:
    """Make a page a favourite; again changes nothing."""
    await shelf.keep(work, await shelf.page(work, page))
    return Done()


@router.delete("/favourites/pages/{page}", responses=errors(NotFound))
async def remove_favourite_page(page: Segment, work: Writing) -> Done:
    """Let a page be no favourite; again changes nothing."""
    await shelf.drop(work, await shelf.page(work, page))
    return Done()


@router.get("/recent", responses=errors(), response_model=shelf_schemas.SeenAnswer)
async def list_recent(work: Reading, limit: Limit = 20) -> Response:
    """List what the caller looked at, the last first; the last 50 are kept."""
    return ok({"recent": [shelf_schemas.item(each) for each in await shelf.seen(work, limit)]})


@router.put("/recent/entities/{blueprint}/{entity}", responses=errors(NotFound))
async def note_recent_entity(blueprint: Segment, entity: Segment, work: Writing) -> Done:
    """Note that the caller looks at an entity."""
    await shelf.see(work, await shelf.entity(work, blueprint, entity))
    return Done()


@router.put("/recent/pages/{page}", responses=errors(NotFound))
async def note_recent_page(page: Segment, work: Writing) -> Done:
    """Note that the caller looks at a page."""
    await shelf.see(work, await shelf.page(work, page))
    return Done()


@router.delete("/recent", responses=errors())
async def clear_recent(work: Writing) -> Done:
    """Forget what the caller looked at."""
    await shelf.unsee(work)
    return Done()


@router.get("/entities", responses=errors(), response_model=shelf_schemas.OwnedAnswer)
async def list_my_entities(work: Reading, limit: Limit = 20, start: From = None) -> Response:
    """List the entities that the caller's teams own, the last changed first."""
    found = await shelf.owned(work, start, limit)
    return ok({"entities": [shelf_schemas.owned(each) for each in found.entities], "next": found.next})
