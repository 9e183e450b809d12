"""Wire shapes of what people change about themselves."""

from typing import Annotated, Any

import pydantic
from pydantic import ConfigDict, Field

from seaway.domains.identity.schemas import Credential, Name, NewPassword, Ok
from seaway.domains.identity.types import OpenSession
from seaway.kit import clock

_Instant = Annotated[str, Field(json_schema_extra={"format": "date-time"})]


class ProfilePatch(pydantic.BaseModel):
    """How the caller is called from now on, in every organisation."""

    model_config = ConfigDict(extra="forbid", strict=True, hide_input_in_errors=True)

    name: Name


class PasswordIn(pydantic.BaseModel):
    """The password as it is, and as it shall be."""

    model_config = ConfigDict(extra="forbid", strict=True, hide_input_in_errors=True)

    current: Credential
    new: NewPassword


class OpenSessionShape(pydantic.BaseModel):
    """Where somebody is signed in. `agent` is the browser's own name, `current` marks the session that asks."""

    id: str
    current: bool
    agent: str | None
    address: str | None
    createdAt: _Instant  # noqa: N815
    seenAt: _Instant  # noqa: N815


class SessionsOut(Ok):
    """Where the caller is signed in."""

    sessions: list[OpenSessionShape]


class EndedOut(Ok):
    """How many sessions were ended."""

    count: int


def session_shown(session: OpenSession) -> dict[str, Any]:
    """Return a session as the API shows it."""
    return {
        "id": session.id,
        "current": session.current,
        "agent": session.agent,
        "address": session.address,
        "createdAt": clock.iso(session.created_at),
        "seenAt": clock.iso(session.seen_at),
    }
