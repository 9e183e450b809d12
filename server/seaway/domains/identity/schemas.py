"""Wire shapes of identity (semantics 2, 20): what clients send and get."""

from typing import Annotated, Any, Literal

import pydantic
from pydantic import Field, StringConstraints

from seaway.core.actor import Role
from seaway.domains.identity.types import (
    EMAIL_PATTERN,
    MAX_EMAIL,
    MAX_NAME,
    Invitation,
    Machine,
    Organisation,
    Session,
)
from seaway.kit import clock

Email = Annotated[str, StringConstraints(max_length=MAX_EMAIL, pattern=EMAIL_PATTERN)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=MAX_NAME, strip_whitespace=True)]
Credential = Annotated[str, StringConstraints(max_length=1024)]
# The bounds are told here and checked by `passwords.check`, which says what is wrong in its own code.
NewPassword = Annotated[Credential, Field(json_schema_extra={"minLength": 12, "maxLength": 256})]
OneTimeToken = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class _In(pydantic.BaseModel):
    """A body: unknown keys are refused, by name; nothing is taken for another type."""

    model_config = pydantic.ConfigDict(extra="forbid", strict=True, hide_input_in_errors=True)


class Ok(pydantic.BaseModel):
    """Done; there is nothing more to say."""

    ok: Literal[True] = True


# Tokens and credentials.


class TokenIn(_In):
    """A machine's credentials."""

    clientId: Credential  # noqa: N815  # the wire's spelling
    clientSecret: Credential  # noqa: N815


class TokenOut(Ok):
    """A bearer token; `expiresIn` in seconds."""

    accessToken: str  # noqa: N815
    expiresIn: int  # noqa: N815
    tokenType: Literal["Bearer"] = "Bearer"  # noqa: N815  # a scheme


class PermissionsOut(Ok):
    """What the caller may do, as `verb:kind`."""

    permissions: list[str]


class AppIn(_In):
    """A machine to be."""

    name: Name


class AppUpdateIn(_In):
    """What changes of a machine. `enabled` is Seaway's own addition."""

    name: Name | None = None
    enabled: bool | None = None


class AppShape(pydantic.BaseModel):
    """A machine: `id` is the client id, `secret` the client secret (when made, or where an administrator asks)."""

    id: str = ""
    name: str = ""
    enabled: bool = True
    secret: str = ""
    createdAt: str = ""  # noqa: N815
    updatedAt: str = ""  # noqa: N815


def app_shown(machine: Machine, secret: str | None = None) -> dict[str, Any]:
    """Return a machine as the API shows one, with its secret where it may be seen."""
    shown = {
        "id": machine.client_id,
        "name": machine.name,
        "enabled": machine.enabled,
        "createdAt": clock.iso(machine.created_at),
        "updatedAt": clock.iso(machine.updated_at),
    }
    return shown if secret is None else {**shown, "secret": secret}


class AppOut(Ok):
    """One machine."""

    app: AppShape


class AppsOut(Ok):
    """Machines."""

    apps: list[AppShape]


class CredentialsOut(Ok):
    """What a service account signs in with from now on; shown this once."""

    clientId: str  # noqa: N815
    clientSecret: str  # noqa: N815


# Organisation.


class SettingsIn(pydantic.BaseModel):
    """Settings of an organisation; keys that Seaway does not read are kept."""

    model_config = pydantic.ConfigDict(extra="allow", strict=True, hide_input_in_errors=True)

    hiddenBlueprints: Annotated[list[Annotated[str, Field(max_length=100)]], Field(max_length=1000)] | None = None  # noqa: N815
    federatedLogout: bool | None = None  # noqa: N815
    portalIcon: Annotated[str, Field(max_length=200)] | None = None  # noqa: N815
    portalTitle: Annotated[str, Field(max_length=30)] | None = None  # noqa: N815
    supportUserPermission: Literal["OPT_IN", "OPT_OUT"] | None = None  # noqa: N815
    supportUserTTL: Literal["ONE_DAY", "ONE_WEEK", "ONE_MONTH", "FOREVER"] | None = None  # noqa: N815


class AnnouncementIn(_In):
    """A banner over every page."""

    enabled: bool = True
    content: Annotated[str, Field(min_length=1, max_length=300)]
    link: Annotated[str, Field(max_length=300)] | None = None
    color: Literal["blue", "red"] = "blue"


class _ToolSelection(_In):
    status: Literal["IN_PROGRESS", "DONE"]


class OrganizationPatch(_In):
    """What changes of an organisation; settings are merged by key."""

    name: Name | None = None
    settings: SettingsIn | None = None
    announcement: AnnouncementIn | None = None
    isOnboarded: bool | None = None  # noqa: N815  # accepted for Port's clients; Seaway's own checklist knows by itself
    toolSelectionProvisioning: _ToolSelection | None = None  # noqa: N815  # the same


class OrganizationPut(_In):
    """An organisation as it shall be."""

    name: Name
    settings: SettingsIn | None = None
    announcement: AnnouncementIn | None = None


class OrganizationShape(pydantic.BaseModel):
    """An organisation. `featureFlags` steer Port's clients (semantics 2.3)."""

    id: str
    name: str
    featureFlags: list[str]  # noqa: N815
    settings: dict[str, Any]
    announcement: dict[str, Any] | None
    createdAt: str  # noqa: N815
    updatedAt: str  # noqa: N815

    @classmethod
    def of(cls, organisation: Organisation) -> "OrganizationShape":
        """Show an organisation."""
        return cls(
            id=organisation.public_id,
            name=organisation.name,
            featureFlags=["USERS_AND_TEAMS_OWNERSHIP_V2"],
            settings=dict(organisation.settings),
            announcement=None if organisation.announcement is None else dict(organisation.announcement),
            createdAt=clock.iso(organisation.created_at),
            updatedAt=clock.iso(organisation.updated_at),
        )


class OrganizationOut(Ok):
    """An organisation."""

    organization: OrganizationShape


# The portal's own: set-up, sessions, invitations.


class SignInIn(_In):
    """What a person types to sign in."""

    email: Annotated[str, Field(min_length=1, max_length=MAX_EMAIL)]
    password: Credential


class SetupIn(_In):
    """The first administrator."""

    token: OneTimeToken
    name: Name
    email: Email
    password: NewPassword


class AcceptIn(_In):
    """Who accepts an invitation. Where the account has a password already, that one proves it."""

    token: OneTimeToken
    name: Annotated[str, StringConstraints(max_length=MAX_NAME, strip_whitespace=True)] = ""
    password: NewPassword


class SetupOut(Ok):
    """Whether the installation waits for its first administrator."""

    needed: bool


class Named(pydantic.BaseModel):
    """An id and a name."""

    id: str
    name: str


class Person(Named):
    """A signed-in person."""

    email: str


class SessionShape(pydantic.BaseModel):
    """Who is signed in, where, and what they may do."""

    user: Person
    organization: Named
    role: Role
    permissions: list[str]

    @classmethod
    def of(cls, session: Session, permissions: list[str]) -> "SessionShape":
        """Show a session."""
        user, organisation = session.user, session.organisation
        return cls(
            user=Person(id=user.id, name=user.name, email=user.email),
            organization=Named(id=organisation.public_id, name=organisation.name),
            role=user.role,
            permissions=permissions,
        )


class SessionOut(Ok):
    """A session."""

    session: SessionShape


class InvitationShape(pydantic.BaseModel):
    """An invitation. `known`: the account has a password already, which accepts it."""

    email: str
    role: Role
    organization: Named
    expiresAt: str  # noqa: N815
    known: bool

    @classmethod
    def of(cls, invitation: Invitation) -> "InvitationShape":
        """Show an invitation to whoever holds its link."""
        organisation = invitation.organisation
        return cls(
            email=invitation.email,
            role=invitation.role,
            organization=Named(id=organisation.public_id, name=organisation.name),
            expiresAt=clock.iso(invitation.expires_at),
            known=invitation.known,
        )


class InvitationOut(Ok):
    """An invitation."""

    invitation: InvitationShape
