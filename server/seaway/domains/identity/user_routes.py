"""HTTP of users (semantics 20.1)."""

from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.responses import Response

from seaway.core.errors import IdentifierTaken, NotFound
from seaway.core.http import Reading, Segment, Services, WorkRoute, Writing, errors
from seaway.core.http_shape import Fields, ok, only
from seaway.core.work import Work
from seaway.domains.identity import service
from seaway.domains.identity.errors import LastAdministrator
from seaway.domains.identity.schemas import Ok
from seaway.domains.identity.types import User, UserDraft, UserUpdate
from seaway.domains.identity.user_schemas import (
    FlatUserOut,
    InviteIn,
    InviteOut,
    LinkShape,
    UserOut,
    UserPatch,
    UsersOut,
    role_of,
    shown,
)

router = APIRouter(route_class=WorkRoute, tags=["Users"])
USER_FIELDS = (
    "id", "email", "firstName", "lastName", "picture", "status", "type", "providers", "roles", "orgs", "orgMembers",
    "createdAt", "updatedAt", "teams", "teamsIdentifiers", "isInvisible", "supportLevel",
)  # fmt: skip


async def _shown(work: Work, user: User) -> dict[str, Any]:
    teams = await service.teams_of(work, [user.email])
    return shown(user, work.actor.org, teams.get(user.email, ()))


@router.get("/users", responses=errors(), response_model=UsersOut)
async def list_users(work: Reading, fields: Fields) -> Response:
    """List the organisation's users by e-mail."""
    users = await service.list_users(work)
    teams = await service.teams_of(work, [user.email for user in users])
    every = [shown(user, work.actor.org, teams.get(user.email, ())) for user in users]
    return ok({"users": [only(user, fields, USER_FIELDS) for user in every]})


@router.post("/users/invite", responses=errors(NotFound, IdentifierTaken))
async def invite_user(body: InviteIn, request: Request, work: Writing) -> InviteOut:
    """Invite a person: the answer holds a link of seven days to hand on, for Seaway sends no mail itself."""
    services: Services = request.app.state.services
    invitee = body.invitee
    draft = UserDraft(
        email=invitee.email,
        role=role_of(invitee.roles),
        status="Invited",
        teams=None if invitee.teams is None else tuple(invitee.teams),
    )
    _, token = await service.invite(work, draft)
    return InviteOut(invitation=LinkShape(link=f"{services.url}/invite?{urlencode({'token': token})}"))


@router.get("/users/{user_email}", responses=errors(NotFound), response_model=UserOut)
async def get_user(user_email: Segment, work: Reading) -> Response:
    """Show a user."""
    return ok({"user": await _shown(work, await service.get_user(work, user_email))})


@router.patch("/users/{user_email}", responses=errors(NotFound, LastAdministrator), response_model=FlatUserOut)
async def patch_user(user_email: Segment, body: UserPatch, work: Writing) -> Response:
    """Replace a user's roles and teams."""
    update = UserUpdate(
        role=None if body.roles is None else role_of(body.roles),
        teams=None if body.teams is None else tuple(body.teams),
    )
    return ok(await _shown(work, await service.update_user(work, user_email, update)))


@router.delete("/users/{user_email}", responses=errors(NotFound, LastAdministrator))
async def delete_user(user_email: Segment, work: Writing) -> Ok:
    """Remove a user from the organisation and end their sessions."""
    await service.delete_user(work, user_email)
    return Ok()
