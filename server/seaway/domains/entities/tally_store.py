"""What moving entities reads: documents of a blueprint in order, and what was written for a cause."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from seaway.core.db import sql
from seaway.core.work import Work
from seaway.domains.access import service as access
from seaway.domains.entities import columns

_EXTENT = sql("select count(*) as n, coalesce(max(e.id), 0) as last from entity e where {scope:e} and e.bp = :bp")
_DOCUMENTS = sql(f"""
  select {columns.SHOWN} from entity e
  where {{scope:e}} and e.bp = :bp and e.ident > :after and e.id <= :last order by e.ident limit :limit""")
# The window of time lets the log be read where the cause can be at all.
_CAUSED = sql("""
  select distinct c.ref from change c
  where {scope:c} and c.kind = 'entity' and c.bp = :bp and c.cause = :cause and c.at between :since and :until
    and c.ref > :after
  order by c.ref limit :limit""")
_SINCE = sql("""
  select c.ref, c.op::text as op, c.undo, c.cause, c.at,
    coalesce((select a.name from actor a where a.id = c.actor), 'the system') as who
  from unnest(cast(:refs as bigint[])) t(ref) join change c on c.ref = t.ref
  where {scope:c} and c.kind = 'entity' and c.seq >= (
    select min(f.seq) from change f where {scope:f} and f.kind = 'entity' and f.ref = t.ref and f.cause = :cause)
  order by c.ref, c.seq""")


@dataclass(frozen=True, slots=True)
class Span:
    """Where to look for a cause: in which blueprint, and between which instants."""

    blueprint: int
    cause: str
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Step:
    """A record of an entity: what happened, the way back, for which cause, when and by whom."""

    op: str
    undo: Any
    cause: str | None
    at: datetime
    who: str


async def extent(work: Work, blueprint: int) -> tuple[int, int]:
    """Return how many entities a blueprint has, and the highest number among them."""
    row = await work.db.one(_EXTENT, access.filter(work, "read", "entities"), bp=blueprint)
    assert row is not None  # noqa: S101  # an aggregate has one row
    return int(row["n"]), int(row["last"])


async def documents(work: Work, blueprint: int, after: str, last: int, limit: int) -> list[tuple[str, bytes]]:
    """Return (identifier, JSON) of entities after an identifier, none newer than a number, in their order."""
    scope = access.filter(work, "read", "entities")
    rows = await work.db.all(_DOCUMENTS, scope, bp=blueprint, after=after, last=last, limit=limit)
    return [(row["ident"], row["whole"].encode()) for row in rows]


async def caused(work: Work, span: Span, after: int, limit: int) -> list[int]:
    """Return the numbers, after one and up to so many, of entities that were written for a cause."""
    rows = await work.db.all(
        _CAUSED,
        access.filter(work, "read", "entities"),
        bp=span.blueprint,
        cause=span.cause,
        since=span.since,
        until=span.until,
        after=after,
        limit=limit,
    )
    return [row["ref"] for row in rows]


async def since(work: Work, refs: Sequence[int], cause: str) -> dict[int, list[Step]]:
    """Return what happened to entities from the first record of a cause on, the earliest first."""
    rows = await work.db.all(_SINCE, access.filter(work, "read", "entities"), refs=list(refs), cause=cause)
    found: dict[int, list[Step]] = {}
    for row in rows:
        undo = orjson.loads(row["undo"]) if row["undo"] else {}
        found.setdefault(row["ref"], []).append(Step(row["op"], undo, row["cause"], row["at"], row["who"]))
    return found
