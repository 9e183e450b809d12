"""Values of identity: organisations, users, machines, sessions, and what each role permits."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, get_args

from seaway.core.actor import Actor, Role

Status = Literal["Staged", "Invited", "Active", "Disabled"]

# The vocabulary of permissions: `verb:kind`, the same strings that `GET /v1/auth/permissions` lists.
Verb = Literal["read", "create", "update", "delete"]
Kind = Literal[
    "entities", "blueprints", "scorecards", "integrations", "pages", "imports", "users", "teams", "apps", "secrets",
    "organization", "audit", "bin", "actions", "runs", "workflows",
]  # fmt: skip
VERBS: tuple[Verb, ...] = get_args(Verb)
KINDS: tuple[Kind, ...] = get_args(Kind)
GRANTS: Mapping[Role, frozenset[str]] = {
    "Admin": frozenset(f"{verb}:{kind}" for verb in VERBS for kind in KINDS),
    "Member": frozenset(
        f"read:{kind}"
        for kind in (
            "entities",
            "blueprints",
            "scorecards",
            "pages",
            "imports",
            "users",
            "teams",
            "organization",
            "actions",
            "runs",
            "workflows",
        )
    ),
}

EMAIL_PATTERN = r"^[^;#/?\s@]+@[^;#/?\s@]+$"
MAX_EMAIL = 254
SERVICE_DOMAIN = "serviceaccounts."
"""What the domain of a service account's identifier begins with; no person can have such an address."""
MAX_NAME = 120
_EMAIL = re.compile(EMAIL_PATTERN)


def canonical_email(text: str) -> str | None:
    """Return the one spelling of an e-mail address by which accounts are found, or None when it is none."""
    email = unicodedata.normalize("NFKC", text).casefold()
    fits = _EMAIL.fullmatch(email) and email.isprintable() and len(email.encode()) <= MAX_EMAIL
    return email if fits else None


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation. `id` is its key in the database, `public_id` what the outside sees."""

    id: int
    public_id: str
    name: str
    settings: Mapping[str, Any]
    announcement: Mapping[str, Any] | None
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class User:
    """A person in one organisation. `key` is the account's number, `id` its public id."""

    key: int
    id: str
    email: str
    name: str
    role: Role
    status: Status
    last_login_at: datetime | None
    created_at: datetime
    updated_at: datetime

    @property
    def first_name(self) -> str:
        """The name up to its first space."""
        return self.name.partition(" ")[0]

    @property
    def last_name(self) -> str:
        """The name after its first space; empty for a single word."""
        return self.name.partition(" ")[2]

    def actor(self, organisation: Organisation) -> Actor:
        """Return the user as one who acts in the organisation."""
        return Actor(
            id=self.id,
            type="user",
            name=self.name,
            org_id=organisation.id,
            org=organisation.public_id,
            role=self.role,
            email=self.email,
        )


@dataclass(frozen=True, slots=True)
class Team:
    """A team, as users name it."""

    identifier: str
    name: str


@dataclass(frozen=True, slots=True)
class UserDraft:
    """A user to be. Without a password the account waits for an invitation to be accepted."""

    email: str
    name: str = ""
    role: Role = "Member"
    status: Status = "Staged"
    password: str | None = field(default=None, repr=False)
    teams: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class UserUpdate:
    """What changes of a user; None leaves it. `teams` (names) are kept by the catalog, not here."""

    role: Role | None = None
    status: Status | None = None
    name: str | None = None
    teams: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Machine:
    """Credentials of a program. `key` is its number in the database, `client_id` its public id."""

    key: int
    client_id: str
    name: str
    role: Role
    enabled: bool
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class MachineCredentials:
    """What a program signs in with. The secret is shown when it is made, and to administrators who ask."""

    client_id: str
    client_secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Token:
    """A bearer token and for how many more seconds it holds."""

    text: str = field(repr=False)
    seconds: int


@dataclass(frozen=True, slots=True)
class Session:
    """Who is signed in to the portal, and where."""

    user: User
    organisation: Organisation


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A session that holds, as its person sees it. `id` names it without telling its token."""

    id: str
    current: bool
    agent: str | None
    address: str | None
    created_at: datetime
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A session that has just begun; `token` goes into the cookie and is kept nowhere else."""

    session: Session
    token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Invitation:
    """An invitation that can be accepted until it expires. `known`: the account has a password already."""

    email: str
    role: Role
    organisation: Organisation
    expires_at: datetime
    known: bool
