"""SQL of history: the change records of an entity, by number, and the names under which it was known."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from seaway.core.db import sql
from seaway.core.position import Position
from seaway.core.work import Work
from seaway.domains.access import service as access
from seaway.kit import clock

_FACTS = """
  c.ref, c.xid::text::bigint as xid, c.seq, c.at, c.op::text as op, c.undo, c.cause, c.trace, c.displaced,
  c.actor_type::text as actor_type, a.public_id as actor, a.name as actor_name,
  (select d.stamp from datasource d where d.id = c.source) as source"""

_DELETED = sql("""
  select distinct c.ref from change c
  where {scope:c} and c.kind = 'entity' and c.op = 'D' and c.bp = :bp
    and md5(c.undo ->> 'identifier') = md5(:ident) and c.undo ->> 'identifier' = :ident""")

_PAGE = sql(f"""
  select {_FACTS} from change c left join actor a on a.id = c.actor
  where {{scope:c}} and c.kind = 'entity' and c.ref = any(cast(:refs as bigint[]))
    and (cast(:before as bigint) is null or c.seq < :before)
    and (cast(:since as timestamptz) is null or c.at > :since)
    and (cast(:until as timestamptz) is null or c.at <= :until)
  order by c.seq desc limit :limit""")

_LAST = """
  select {facts} from change c left join actor a on a.id = c.actor
  where {{scope:c}} and c.kind = 'entity' and c.ref = any(cast(:refs as bigint[])) and {test}
  order by c.seq desc limit 1"""
_LAST_AT = sql(_LAST.format(facts=_FACTS, test="c.at <= :moment"))
_LAST_BY = sql(_LAST.format(facts=_FACTS, test="(c.xid, c.seq) <= (cast(cast(:xid as text) as xid8), :seq)"))

_END = sql("""
  select c.undo,
    (select a.public_id from actor a where a.id = cast(c.undo ->> 'createdBy' as int)) as created_by,
    (select a.public_id from actor a where a.id = cast(c.undo ->> 'updatedBy' as int)) as updated_by
  from change c where {scope:c} and c.kind = 'entity' and c.ref = :ref and c.op = 'D' and c.seq = :end""")
_ENDED = sql("""
  select min(c.seq) from change c
  where {scope:c} and c.kind = 'entity' and c.ref = :ref and c.op = 'D' and c.seq > :seq""")

# The value of a key as of then is the one in the earliest later undo that names it (performance.md, 6). Keys of the
# top level stand in the section ''; `nil` tells an explicit null from a key that was not there.
_LATER = sql("""
  with later as materialized (
    select c.seq, c.undo from change c
    where {scope:c} and c.kind = 'entity' and c.ref = :ref and c.op = 'U' and c.seq > :seq
      and (cast(:end as bigint) is null or c.seq < :end))
  select distinct on (k.section, k.key) k.section, k.key, k.value,
    coalesce(l.undo -> 'nulls' -> k.section ? k.key, false) as nil
  from later l cross join lateral (
    select '' as section, f.key, f.value
      from jsonb_each(l.undo - '{properties,relations,nulls,follows}'::text[]) f
    union all select 'properties', p.key, p.value from jsonb_each(coalesce(l.undo -> 'properties', '{}')) p
    union all select 'relations', r.key, r.value from jsonb_each(coalesce(l.undo -> 'relations', '{}')) r) k
  order by k.section, k.key, l.seq""")

# For each key, the last update that names it; without a key, the creation. Of a long life, the latest part is read.
ORIGINS = 5_000
_ORIGINS = sql(f"""
  with late as materialized (
    select c.seq, c.undo from change c
    where {{scope:c}} and c.kind = 'entity' and c.ref = :ref and c.op = 'U' order by c.seq desc limit {ORIGINS}),
  keys as (
    select distinct on (k.section, k.key) k.section, k.key, l.seq
    from late l cross join lateral (
      select '' as section, jsonb_object_keys(l.undo - '{{properties,relations,nulls,follows}}'::text[]) as key
      union all select 'properties', jsonb_object_keys(coalesce(l.undo -> 'properties', '{{}}'))
      union all select 'relations', jsonb_object_keys(coalesce(l.undo -> 'relations', '{{}}'))) k
    order by k.section, k.key, l.seq desc),
  born as (
    select null as section, null as key, max(c.seq) as seq from change c
    where {{scope:c}} and c.kind = 'entity' and c.ref = :ref and c.op = 'C')
  select k.section, k.key, {_FACTS}
  from (select * from keys union all select * from born) k
  join change c on c.seq = k.seq and c.ref = :ref left join actor a on a.id = c.actor
  where {{scope:c}}""")

# What came after a record, of many entities at once; of a long life, the latest part.
FOLLOWED = 200
_FOLLOWED = sql(f"""
  select r.ref, l.seq, l.op, l.undo
  from unnest(cast(:refs as bigint[]), cast(:seqs as bigint[])) r(ref, seq)
  cross join lateral (
    select c.seq, c.op::text as op, c.undo from change c
    where {{scope:c}} and c.kind = 'entity' and c.ref = r.ref and c.op in ('U', 'D') and c.seq > r.seq
    order by c.seq desc limit {FOLLOWED + 1}) l
  order by r.ref, l.seq""")

_EPOCH = sql("select epoch from instance limit 1")


async def deleted(work: Work, blueprint: int, identifier: str) -> list[int]:
    """Return the numbers of entities that had this identifier when they were deleted."""
    scope = access.filter(work, "read", "entities")
    return [row["ref"] for row in await work.db.all(_DELETED, scope, bp=blueprint, ident=identifier)]


async def page(
    work: Work, refs: Sequence[int], before: int | None, limit: int, window: tuple[datetime | None, datetime | None]
) -> list[Any]:
    """Return change records of these entities, the newest first, from before a sequence number, within a window."""
    scope = access.filter(work, "read", "entities")
    since, until = window
    return await work.db.all(_PAGE, scope, refs=refs, before=before, limit=limit, since=since, until=until)


async def last(work: Work, refs: Sequence[int], at: datetime | Position) -> Any:
    """Return the last record of these entities up to an instant or position, or None."""
    scope = access.filter(work, "read", "entities")
    if isinstance(at, Position):
        return await work.db.one(_LAST_BY, scope, refs=refs, xid=str(at.xid), seq=at.seq)
    return await work.db.one(_LAST_AT, scope, refs=refs, moment=at)


async def ended(work: Work, ref: int, seq: int) -> int | None:
    """Return the record of an entity's deletion that follows a record of it, None while that life goes on."""
    found: int | None = await work.db.value(_ENDED, access.filter(work, "read", "entities"), ref=ref, seq=seq)
    return found


async def end(work: Work, ref: int, record: int) -> dict[str, Any]:
    """Return the state that a deletion ended, as its undo keeps it, with people by public id."""
    row = await work.db.one(_END, access.filter(work, "read", "entities"), ref=ref, end=record)
    if row is None:
        raise LookupError(f"Entity {ref} has no deletion {record}")
    undo: dict[str, Any] = orjson.loads(row["undo"])
    times = {key: clock.iso(datetime.fromisoformat(undo[key])) for key in ("createdAt", "updatedAt")}
    return undo | times | {"createdBy": row["created_by"], "updatedBy": row["updated_by"]}


@dataclass(frozen=True, slots=True)
class Old:
    """A key's old value as JSON text. `nil` says that its null was a value, not absence."""

    section: str
    key: str
    value: str
    nil: bool


async def later(work: Work, ref: int, seq: int, end: int | None) -> list[Old]:
    """Return, for each key that changed after a record and before another, the value it had after the first."""
    rows = await work.db.all(_LATER, access.filter(work, "read", "entities"), ref=ref, seq=seq, end=end)
    return [Old(row["section"], row["key"], row["value"], row["nil"]) for row in rows]


async def origins(work: Work, ref: int) -> list[Any]:
    """Return, for each key of an entity that ever changed, its latest record; and the one of its creation."""
    return await work.db.all(_ORIGINS, access.filter(work, "read", "entities"), ref=ref)


async def epoch(work: Work) -> str:
    """Return the installation's epoch, part of every position."""
    return str(await work.db.value(_EPOCH))


async def followed(work: Work, first: Mapping[int, int]) -> list[Any]:
    """Return the updates and deletions after a record of each entity, in order: the last `FOLLOWED` and one more."""
    scope = access.filter(work, "read", "entities")
    return await work.db.all(_FOLLOWED, scope, refs=list(first), seqs=list(first.values()))
