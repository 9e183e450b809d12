"""May the actor do this? By role alone; `access` stands on it and adds what depends on rows."""

from collections.abc import Awaitable, Callable, Sequence

from seaway.core.actor import Role
from seaway.core.work import Work
from seaway.domains.identity.errors import PermissionMissing
from seaway.domains.identity.types import GRANTS, Kind, Verb

Lookup = Callable[[Work], Awaitable[Sequence[str]]]
_lookups: list[Lookup] = []


def permissions_known_by(lookup: Lookup) -> Lookup:
    """Register who knows more permissions of the actor than the role gives, such as `execute:actions:<identifier>`."""
    _lookups.append(lookup)
    return lookup


async def own_permissions(work: Work) -> list[str]:
    """Return what the actor may do: what the role permits, sorted, then what others know of."""
    return [*permissions(work.actor.role), *[each for lookup in _lookups for each in await lookup(work)]]


def granted(role: Role, verb: Verb, kind: Kind) -> bool:
    """Tell whether the role may use the verb on objects of the kind."""
    return f"{verb}:{kind}" in GRANTS[role]


async def require(work: Work, verb: Verb, kind: Kind) -> None:
    """Let the work go on, if its actor may do this to objects of this kind.

    Raises:
        PermissionMissing: it may not.
    """
    if not granted(work.actor.role, verb, kind):
        raise PermissionMissing(f"{verb}:{kind}")


def permissions(role: Role) -> list[str]:
    """Return every permission of a role, sorted."""
    return sorted(GRANTS[role])
