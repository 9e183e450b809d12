"""Wire shapes of users (semantics 20.1)."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal

import pydantic
from pydantic import Field

from seaway.core.actor import Role
from seaway.domains.identity.schemas import Email, Ok, _In
from seaway.domains.identity.types import Team, User
from seaway.kit import clock

TeamName = Annotated[str, Field(min_length=1, max_length=200)]
Teams = Annotated[list[TeamName], Field(max_length=200)]


def role_of(names: list[Role]) -> Role:
    """Return the one role that a list of roles means: Admin includes Member."""
    return "Admin" if "Admin" in names else "Member"


class Invitee(_In):
    """Who is invited."""

    email: Email
    roles: Annotated[list[Role], Field(min_length=1, max_length=20)] = Field(default=["Member"])
    teams: Teams | None = None


class InviteIn(_In):
    """An invitation to be sent."""

    invitee: Invitee


class LinkShape(pydantic.BaseModel):
    """A one-time link, to be handed to the person: Seaway sends no mail itself."""

    link: str


class InviteOut(Ok):
    """The invitation's link."""

    invitation: LinkShape


class UserPatch(_In):
    """What changes of a user: both lists replace the old ones."""

    roles: Annotated[list[Role], Field(min_length=1, max_length=20)] | None = None
    teams: Teams | None = None


class RoleShape(pydantic.BaseModel):
    """A role."""

    name: Role


class OrgShape(pydantic.BaseModel):
    """An organisation of a user."""

    id: str


class OrgMemberShape(pydantic.BaseModel):
    """A membership. `lastLoginAt` is missing until the first sign-in."""

    orgId: str  # noqa: N815  # the wire's spelling
    status: str
    lastLoginAt: str | None = None  # noqa: N815


class UserShape(pydantic.BaseModel):
    """A user in the caller's organisation; with `fields`, only what was asked for."""

    id: str = ""
    email: str = ""
    firstName: str = ""  # noqa: N815
    lastName: str = ""  # noqa: N815
    picture: str = ""
    status: Literal["STAGED", "INVITED", "ACTIVE", "DISABLED"] = "ACTIVE"
    type: Literal["Standard"] = "Standard"
    providers: list[str] = []
    roles: list[RoleShape] = []
    orgs: list[OrgShape] = []
    orgMembers: list[OrgMemberShape] = []  # noqa: N815
    teams: list[str] = []
    teamsIdentifiers: list[str] = []  # noqa: N815
    createdAt: str = ""  # noqa: N815
    updatedAt: str = ""  # noqa: N815


class UserOut(Ok):
    """One user."""

    user: UserShape


class UsersOut(Ok):
    """Users."""

    users: list[UserShape]


class FlatUserOut(Ok, UserShape):
    """One user, flat beside `ok` (semantics 1.2)."""


def shown(user: User, org: str, teams: Sequence[Team]) -> dict[str, Any]:
    """Return a user as the API shows one, with their teams by name and identifier."""
    member: dict[str, Any] = {"orgId": org, "status": user.status.upper()}
    if user.last_login_at is not None:
        member["lastLoginAt"] = clock.iso(user.last_login_at)
    return {
        "id": user.id,
        "email": user.email,
        "firstName": user.first_name,
        "lastName": user.last_name,
        "picture": "",
        "status": user.status.upper(),
        "type": "Standard",
        "providers": ["password"],
        "roles": [{"name": user.role}],
        "orgs": [{"id": org}],
        "orgMembers": [member],
        "teams": [team.name for team in teams],
        "teamsIdentifiers": [team.identifier for team in teams],
        "createdAt": clock.iso(user.created_at),
        "updatedAt": clock.iso(user.updated_at),
    }
