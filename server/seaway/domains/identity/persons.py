"""People as opposed to machines: what each keeps for themselves is kept under their number as an actor."""

from seaway.core import origin
from seaway.core.errors import Forbidden
from seaway.core.work import Work


async def person(work: Work) -> int:
    """Return the number of the person at work.

    Raises:
        Forbidden: a machine is at work, which keeps nothing for itself.
    """
    if work.actor.type != "user":
        raise Forbidden("This belongs to people: sign in to the portal, a machine has none")
    return await origin.actor_id(work)
