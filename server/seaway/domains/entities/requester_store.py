"""Who asked for what is done in the background, as its job must act for them."""

from seaway.core.actor import TYPE_OF_CODE, Actor
from seaway.core.db import sql
from seaway.core.work import Work
from seaway.domains.access import service as access

_ASKED = sql("""
  select a.public_id, a.type, a.name from sweep s join actor a on a.id = s.created_by
  where {scope:s} and s.id = :id""")


async def requester(work: Work, number: int) -> Actor:
    """Return who asked for a sweep, as one who may change and delete: that was settled when they asked."""
    row = await work.db.one(_ASKED, access.filter(work, "read", "entities"), id=number)
    if row is None:
        return work.actor
    kind = TYPE_OF_CODE[row["type"].decode()]
    return Actor(row["public_id"], kind, row["name"], work.org, work.actor.org, "Admin")
