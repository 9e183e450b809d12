"""HTTP of actions and automations (semantics 11, 12 and 14)."""

from typing import Annotated

import orjson
from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from seaway.core.errors import IdentifierTaken, NotFound
from seaway.core.http import Reading, Segment, WorkRoute, Writing, errors, json_response, query
from seaway.core.http_shape import many, ok
from seaway.domains.actions import schemas, service
from seaway.domains.actions.errors import InvalidAction
from seaway.domains.actions.types import Action

router = APIRouter(route_class=WorkRoute, tags=["Actions"])


def _answer(action: Action, status: int = 200) -> Response:
    return json_response(orjson.dumps({"ok": True, "action": schemas.shown(action)}), status)


@router.get("/actions", responses=errors(), response_model=schemas.ActionsAnswer)
async def list_actions(flags: Annotated[schemas.ActionFlags, Query()], request: Request, work: Reading) -> Response:
    """List the actions and automations that the caller may see, in the order of their creation."""
    params = query(request)
    asked = flags.asked({name: many(params, name) for name in schemas.LISTS})
    return ok({"actions": [schemas.shown(action) for action in await service.list_actions(work, asked)]})


@router.post(
    "/actions",
    status_code=201,
    responses=errors(NotFound, IdentifierTaken, InvalidAction),
    response_model=schemas.ActionAnswer,
)
async def create_action(body: schemas.ActionIn, work: Writing) -> Response:
    """Add a self-service action or an automation."""
    return _answer(await service.create(work, body.draft()), 201)


@router.get("/actions/{action}", responses=errors(NotFound), response_model=schemas.ActionAnswer)
async def get_action(action: Segment, work: Reading) -> Response:
    """Show an action or automation."""
    return _answer(await service.get(work, action))


@router.put(
    "/actions/{action}", responses=errors(NotFound, IdentifierTaken, InvalidAction), response_model=schemas.ActionAnswer
)
async def replace_action(action: Segment, body: schemas.ActionIn, work: Writing) -> Response:
    """Replace an action or automation; what the body leaves out is gone. Another identifier in the body renames it."""
    return _answer(await service.replace(work, action, body.draft()))


@router.delete("/actions/{action}", responses=errors(NotFound))
async def delete_action(action: Segment, work: Writing) -> schemas.Done:
    """Remove an action or automation; its runs stay."""
    await service.delete(work, action)
    return schemas.Done()


@router.get("/actions/{action}/permissions", responses=errors(NotFound), response_model=schemas.PermissionsAnswer)
async def get_action_permissions(action: Segment, work: Reading) -> Response:
    """Show who may start an action and approve its runs."""
    return ok({"permissions": schemas.permissions_shown(await service.permissions(work, action))})


@router.patch(
    "/actions/{action}/permissions", responses=errors(NotFound, InvalidAction), response_model=schemas.PermissionsAnswer
)
async def patch_action_permissions(action: Segment, body: schemas.PermissionsPatch, work: Writing) -> Response:
    """Replace what is given of who may start an action and approve its runs; a policy of null removes it."""
    return ok({"permissions": schemas.permissions_shown(await service.permit(work, action, body.given()))})
