"""Who asked for what is done in the background, as its job must act for them."""

from typing import Literal

from seaway.core.actor import TYPE_OF_CODE, Actor
from seaway.core.db import sql
from seaway.core.work import Work
from seaway.domains.access import service as access

_ASKED = """
  select a.public_id, a.type, a.name from {table} s join actor a on a.id = s.created_by
  where {{scope:s}} and s.id = :id"""
_STATEMENTS = {table: sql(_ASKED.format(table=table)) for table in ("migration", "sweep")}


async def requester(work: Work, table: Literal["migration", "sweep"], number: int) -> Actor:
    """Return who asked for a row of the table, as one who may change and delete: that was settled when they asked."""
    row = await work.db.one(_STATEMENTS[table], access.filter(work, "read", "entities"), id=number)
    if row is None:
        return work.actor
    kind = TYPE_OF_CODE[row["type"].decode()]
    return Actor(row["public_id"], kind, row["name"], work.org, work.actor.org, "Admin")
