"""What a plan reads: the change records of this transaction, and entities as they are now."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from seaway.core.db import sql
from seaway.core.work import Work
from seaway.domains.access import service as access
from seaway.domains.entities.undo import State

_CHANGES = sql("""
  select c.kind, c.ref, c.bp, c.op, c.undo from change c
  where {scope:c} and c.xid = pg_current_xact_id() and c.kind in ('entity', 'blueprint') order by c.seq""")
_STATES = sql("""
  select e.id, e.ident, e.title, e.icon, e.team, e.props, e.rels,
    case when e.large then (select jsonb_object_agg(b.prop, b.val) from entity_blob b where b.ent = e.id) end as large
  from entity e where {scope:e} and e.id = any(cast(:ids as bigint[]))""")


@dataclass(frozen=True, slots=True)
class Recorded:
    """A change record: of an entity or a blueprint, `C`, `U` or `D`."""

    kind: str
    ref: int
    blueprint: int | None
    op: str
    undo: Any


async def changes(work: Work) -> list[Recorded]:
    """Return the change records of this transaction, the earliest first."""
    return [
        Recorded(
            row["kind"],
            row["ref"],
            row["bp"],
            row["op"].decode(),
            None if row["undo"] is None else orjson.loads(row["undo"]),
        )
        for row in await work.db.all(_CHANGES, access.filter(work, "read", "entities"))
    ]


async def states(work: Work, refs: Sequence[int]) -> dict[int, State]:
    """Return entities as they are now, by number."""
    rows = await work.db.all(_STATES, access.filter(work, "read", "entities"), ids=list(refs))
    found = {}
    for row in rows:
        values = orjson.loads(row["props"]) | (orjson.loads(row["large"]) if row["large"] else {})
        relations = orjson.loads(row["rels"])
        found[row["id"]] = State(row["ident"], row["title"], row["icon"], tuple(row["team"]), values, relations)
    return found
