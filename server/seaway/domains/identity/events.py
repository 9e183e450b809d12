"""What identity announces, within the transaction of the change."""

from dataclasses import dataclass

from seaway.domains.identity.types import Organisation, User


@dataclass(frozen=True, slots=True)
class OrganisationCreated:
    """A new organisation; the work that announces it acts in it."""

    organisation: Organisation


@dataclass(frozen=True, slots=True)
class UserChanged:
    """A user was added to the organisation or changed. `teams`: the names asked for, None where nobody asked."""

    before: User | None
    user: User
    teams: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class UserRemoved:
    """A user left the organisation."""

    user: User
