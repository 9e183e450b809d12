"""Wire shapes of teams (semantics 20.2): members are objects where a team is read, e-mails where it is written."""

from collections.abc import Collection
from typing import Annotated, Any, Literal

import pydantic
from pydantic import Field, StringConstraints

from seaway.domains.entities.teams import Members
from seaway.domains.entities.types import TeamRow, TeamUpdate
from seaway.kit import clock

TEAM_FIELDS = ("id", "name", "description", "provider", "users", "createdAt", "updatedAt")
TeamName = Annotated[str, StringConstraints(min_length=2, max_length=200, pattern=r"^[^;#/?\s][^;#/?]*[^;#/?\s]$")]
Users = Annotated[list[Annotated[str, Field(max_length=254)]], Field(max_length=5_000)]
Description = Annotated[str, Field(max_length=1_000)]


class TeamPatch(pydantic.BaseModel):
    """What changes of a team; what is left out stays."""

    model_config = pydantic.ConfigDict(extra="ignore", hide_input_in_errors=True)

    name: TeamName | None = None
    users: Users | None = None
    description: Description | None = None

    def update(self) -> TeamUpdate:
        """Return the change as asked for."""
        users = None if self.users is None else tuple(dict.fromkeys(self.users))
        return TeamUpdate(self.name, self.description or None, "description" in self.model_fields_set, users)


class TeamIn(TeamPatch):
    """A whole team. What is left out is cleared when one is replaced, but for its members, which then stay."""

    name: TeamName

    def update(self) -> TeamUpdate:
        """Return the team as asked for."""
        users = None if self.users is None else tuple(dict.fromkeys(self.users))
        return TeamUpdate(self.name, self.description or None, describes=True, users=users)


class MemberShape(pydantic.BaseModel):
    """A member."""

    email: str
    firstName: str  # noqa: N815  # the wire's spelling
    lastName: str  # noqa: N815
    picture: str
    status: str


class TeamShape(pydantic.BaseModel):
    """A team; with `fields`, only what was asked for."""

    id: str = ""
    name: str = ""
    description: str = ""
    provider: Literal["port"] = "port"
    createdAt: str = ""  # noqa: N815
    updatedAt: str = ""  # noqa: N815


class ReadTeam(TeamShape):
    """A team with its members."""

    users: list[MemberShape] = []


class WrittenTeam(TeamShape):
    """A team with its members' e-mails."""

    users: list[str] = []


class TeamsAnswer(pydantic.BaseModel):
    """Teams by name."""

    ok: Literal[True]
    teams: list[ReadTeam]


class TeamAnswer(pydantic.BaseModel):
    """One team."""

    ok: Literal[True]
    team: ReadTeam


class TeamWritten(pydantic.BaseModel):
    """The team as it is now."""

    ok: Literal[True]
    team: WrittenTeam


class Done(pydantic.BaseModel):
    """Done; there is nothing more to say."""

    ok: Literal[True] = True


def shown(team: TeamRow, members: Members) -> dict[str, Any]:
    """Return a team as reads show it."""
    return {**_facts(team), "users": [_member(email, members) for email in members]}


def written(team: TeamRow, members: Collection[str]) -> dict[str, Any]:
    """Return a team as writes answer it: clients read these members as texts."""
    return {**_facts(team), "users": list(members)}


def _facts(team: TeamRow) -> dict[str, Any]:
    described = {} if team.description is None else {"description": team.description}
    return {
        "id": team.identifier,
        "name": team.name,
        **described,
        "provider": "port",
        "createdAt": clock.iso(team.created_at),
        "updatedAt": clock.iso(team.updated_at),
    }


def _member(email: str, members: Members) -> dict[str, Any]:
    user = members[email]
    return {
        "email": email,
        "firstName": user.first_name if user else email.partition("@")[0],
        "lastName": user.last_name if user else "",
        "picture": "",
        "status": (user.status if user else "Active").upper(),
    }
