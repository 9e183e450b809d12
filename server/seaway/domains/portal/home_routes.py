"""HTTP of the Home that roles begin with; what holds for the caller stands in `/v1/me/preferences`."""

from fastapi import APIRouter
from starlette.responses import Response

from seaway.core.actor import Role
from seaway.core.http import Reading, WorkRoute, Writing, errors
from seaway.core.http_shape import ok
from seaway.domains.portal import home, home_schemas
from seaway.domains.portal.schemas import Done
from seaway.domains.portal.shelf_schemas import HomeLayout

router = APIRouter(route_class=WorkRoute, prefix="/home/defaults", tags=["Home"])


@router.get("", responses=errors(), response_model=home_schemas.HomeDefaultsAnswer)
async def list_home_defaults(work: Reading) -> Response:
    """List the Home that each role begins with, where administrators set one."""
    return ok({"defaults": [home_schemas.shown(each) for each in await home.defaults(work)]})


@router.put("/{role}", responses=errors(), response_model=home_schemas.HomeDefaultAnswer)
async def put_home_default(role: Role, body: HomeLayout, work: Writing) -> Response:
    """Set the Home that a role begins with; people who arranged theirs keep it."""
    return ok({"default": home_schemas.shown(await home.set_default(work, role, body.model_dump()))})


@router.delete("/{role}", responses=errors())
async def delete_home_default(role: Role, work: Writing) -> Done:
    """Let a role begin with the Home that the portal brings; again changes nothing."""
    await home.drop_default(work, role)
    return Done()
