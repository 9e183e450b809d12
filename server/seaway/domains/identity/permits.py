"""May the actor do this? By role alone; `access` stands on it and adds what depends on rows."""

from seaway.core.actor import Role
from seaway.core.work import Work
from seaway.domains.identity.errors import PermissionMissing
from seaway.domains.identity.types import GRANTS, Kind, Verb


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
