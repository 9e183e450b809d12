"""SQL of the history of definitions: the change records of a blueprint, by its number."""

from datetime import datetime
from typing import Any

import orjson

from seaway.core.db import sql
from seaway.core.position import Position
from seaway.core.scope import Scope
from seaway.core.work import Work

_FACTS = """
  c.xid::text::bigint as xid, c.seq, c.at, c.op::text as op, c.undo, c.cause, c.trace,
  c.actor_type::text as actor_type, a.public_id as actor, a.name as actor_name,
  (select d.stamp from datasource d where d.id = c.source) as source
  from change c left join actor a on a.id = c.actor
  where {scope:c} and c.kind = 'blueprint' and c.ref = :ref"""
_PAGE = sql(f"""select {_FACTS} and (cast(:before as bigint) is null or c.seq < :before)
  order by c.seq desc limit :limit""")
_LAST_AT = sql(f"select {_FACTS} and c.at <= :moment order by c.seq desc limit 1")
_LAST_BY = sql(f"""select {_FACTS} and (c.xid, c.seq) <= (cast(cast(:xid as text) as xid8), :seq)
  order by c.seq desc limit 1""")
# The value of a section as of then is the one in the earliest later undo that names it.
_LATER = sql("""
  select distinct on (k.key) k.key, k.value from change c cross join lateral jsonb_each(c.undo) k
  where {scope:c} and c.kind = 'blueprint' and c.ref = :ref and c.op = 'U' and c.seq > :seq
  order by k.key, c.seq""")
# From the latest back to an instant or position: what happened to all definitions since, a bounded number of records.
_SINCE = """
  select c.ref, c.op::text as op, c.undo from change c
  where {{scope:c}} and c.kind = 'blueprint' and {test} order by c.seq desc limit :limit"""
_SINCE_AT = sql(_SINCE.format(test="c.at > :moment"))
_SINCE_BY = sql(_SINCE.format(test="(c.xid, c.seq) > (cast(cast(:xid as text) as xid8), :seq)"))
_EPOCH = sql("select epoch from instance limit 1")


async def page(work: Work, scope: Scope, ref: int, before: int | None, limit: int) -> list[Any]:
    """Return change records of a blueprint, the newest first, from before a sequence number."""
    return await work.db.all(_PAGE, scope, ref=ref, before=before, limit=limit)


async def last(work: Work, scope: Scope, ref: int, at: datetime | Position) -> Any:
    """Return the last record of a blueprint up to an instant or position, or None."""
    if isinstance(at, Position):
        return await work.db.one(_LAST_BY, scope, ref=ref, xid=str(at.xid), seq=at.seq)
    return await work.db.one(_LAST_AT, scope, ref=ref, moment=at)


async def later(work: Work, scope: Scope, ref: int, seq: int) -> dict[str, Any]:
    """Return, for each section that changed after a record, what leads back to how it was right after it."""
    return {row["key"]: orjson.loads(row["value"]) for row in await work.db.all(_LATER, scope, ref=ref, seq=seq)}


async def since(work: Work, scope: Scope, at: datetime | Position, limit: int) -> list[Any]:
    """Return what happened to any blueprint after an instant or position, the newest first, up to so many records."""
    if isinstance(at, Position):
        return await work.db.all(_SINCE_BY, scope, xid=str(at.xid), seq=at.seq, limit=limit)
    return await work.db.all(_SINCE_AT, scope, moment=at, limit=limit)


async def epoch(work: Work) -> str:
    """Return the installation's epoch, part of every position."""
    return str(await work.db.value(_EPOCH))
