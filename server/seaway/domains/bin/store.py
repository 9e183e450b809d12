"""All SQL of the bin: deletions in the change log whose objects have not come back."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson

from seaway.core.db import sql
from seaway.core.scope import Scope
from seaway.core.work import Work
from seaway.domains.bin.types import Filters, Gone, Item

# A user's access went with the account: who is to come back is invited again.
_PEOPLE = "coalesce((select u.id from blueprint u where u.org = m.org and u.ident = '_user'), 0)"
_BINNED = f"m.op = 'D' and m.kind = any(cast(:kinds as text[])) and (m.kind <> 'entity' or m.bp <> {_PEOPLE})"
_THERE = """case m.kind
    when 'entity' then exists (select 1 from entity x where x.id = m.ref)
    when 'blueprint' then exists (select 1 from blueprint x where x.id = m.ref)
    else exists (select 1 from catalog_page x where x.id = m.ref) end"""
# Who came back and was deleted again lies in the bin for the last time alone.
_AGAIN = """exists (
    select 1 from change l
    where l.kind = m.kind and l.ref = m.ref and l.org = m.org and l.op = 'D' and l.seq > m.seq)"""
_STATE = f"""case when {_THERE} or {_AGAIN} then 'restored' when m.undo ? 'erased' then 'erased' else 'deleted' end"""
_BLUEPRINT = """coalesce(
    (select b.ident from blueprint b where b.id = m.bp),
    (select d.undo ->> 'identifier' from change d
     where d.kind = 'blueprint' and d.ref = m.bp and d.org = m.org and d.op = 'D' order by d.seq desc limit 1))"""
_GONE = f"""
  m.trace, m.seq, m.kind, m.ref, m.bp, m.undo ->> 'identifier' as ident, m.undo ->> 'title' as title,
  case when m.kind <> 'blueprint' then {_BLUEPRINT} end as blueprint, {_STATE} as state"""

_HEADS = sql(f"""
  select c.trace, c.seq, c.at, c.cause, c.actor_type, a.public_id as by, a.name as by_name,
    (select d.stamp from datasource d where d.id = c.source) as source
  from change c left join actor a on a.id = c.actor
  where {{scope:c}} and c.op = 'D' and c.kind = any(cast(:kinds as text[])) and c.trace is not null
    and c.at > :since and c.seq < :before
    and (cast(:by as text) is null or a.public_id = :by)
    and not exists (
      select 1 from change n
      where n.org = c.org and n.trace = c.trace and n.op = 'D' and n.kind = any(cast(:kinds as text[]))
        and n.seq > c.seq)
    and exists (
      select 1 from change m
      where m.org = c.org and m.trace = c.trace and {_BINNED} and {_STATE} = 'deleted'
        and (cast(:kind as text) is null or m.kind = :kind)
        and (cast(:blueprint as text) is null or {_BLUEPRINT} = :blueprint
          or m.kind = 'blueprint' and m.undo ->> 'identifier' = :blueprint)
        and (cast(:text as text) is null or m.undo ->> 'identifier' ilike :text or m.undo ->> 'title' ilike :text))
  order by c.seq desc limit :limit""")

_HEAD = sql(f"""
  select m.trace, m.seq, m.at, m.cause, m.actor_type, a.public_id as by, a.name as by_name,
    (select d.stamp from datasource d where d.id = m.source) as source
  from change m left join actor a on a.id = m.actor
  where {{scope:m}} and m.trace = :trace and {_BINNED} and m.at > :since order by m.seq desc limit 1""")

_FIRST = sql(f"""
  select distinct on (m.trace) {_GONE} from change m
  where {{scope:m}} and m.trace = any(cast(:traces as uuid[])) and {_BINNED}
  order by m.trace, case m.kind when 'blueprint' then 0 when 'entity' then 1 else 2 end, m.seq""")
_COUNTS = sql(f"""
  select m.trace, m.kind, count(*) as number from change m
  where {{scope:m}} and m.trace = any(cast(:traces as uuid[])) and {_BINNED} group by m.trace, m.kind""")
_OBJECTS = sql(f"""
  select {_GONE} from change m
  where {{scope:m}} and m.trace = :trace and {_BINNED} and m.seq > :after order by m.seq limit :limit""")
_LEFT = sql(f"""
  select count(*) from change m
  where {{scope:m}} and m.trace = :trace and {_BINNED} and {_STATE} = 'deleted'""")
# In the order in which they must come back: blueprints, then what stands on them.
_NEXT = sql(f"""
  select {_GONE}, m.undo, m.xid::text::bigint as xid from change m
  where {{scope:m}} and m.trace = :trace and {_BINNED} and {_STATE} = 'deleted'
    and (cast(:seqs as bigint[]) is null or m.seq = any(cast(:seqs as bigint[])))
  order by case m.kind when 'blueprint' then 0 when 'page' then 1 else 2 end, m.seq limit :limit""")
_ONE = sql(f"""
  select {_GONE}, m.undo, m.xid::text::bigint as xid from change m
  where {{scope:m}} and m.trace = :trace and {_BINNED} and m.seq = :seq""")

# Erasing is the one write that changes what the log says: values go, who did what and when stays.
# unscoped: the trace and the kinds come from rows that were read under a scope
_ERASE = sql(f"""
  with gone as materialized (
    select m.kind, m.ref, m.seq from change m
    where m.org = :org and m.trace = :trace and {_BINNED} and {_STATE} = 'deleted'),
  emptied as (
    update change u set undo = '{{}}'
    from gone g where u.kind = g.kind and u.ref = g.ref and u.org = :org and u.op = 'U')
  update change c set undo = jsonb_build_object(
      'identifier', c.undo -> 'identifier', 'title', null, 'icon', null, 'team', '[]'::jsonb,
      'properties', '{{}}'::jsonb, 'relations', '{{}}'::jsonb, 'erased', true)
    || jsonb_strip_nulls(jsonb_build_object(
      'blueprint', c.undo -> 'blueprint', 'source', c.undo -> 'source',
      'createdAt', c.undo -> 'createdAt', 'createdBy', c.undo -> 'createdBy',
      'updatedAt', c.undo -> 'updatedAt', 'updatedBy', c.undo -> 'updatedBy'))
  from gone g where c.kind = g.kind and c.ref = g.ref and c.org = :org and c.op = 'D'""")


@dataclass(frozen=True, slots=True)
class Grave:
    """A deleted object with its last state, and the transaction that deleted it."""

    gone: Gone
    last: dict[str, Any]
    xid: int


@dataclass(frozen=True, slots=True)
class Sight:
    """What the actor may see of the bin: which rows, of which kinds."""

    scope: Scope
    kinds: Sequence[str]


async def items(work: Work, sight: Sight, filters: Filters, before: int, limit: int) -> list[Item]:
    """Return deletions before a number of the change log, the latest first."""
    heads = await work.db.all(
        _HEADS,
        sight.scope,
        kinds=list(sight.kinds),
        since=filters.since,
        before=before,
        by=filters.by,
        kind=filters.kind,
        blueprint=filters.blueprint,
        text=None if filters.text is None else f"%{_escaped(filters.text)}%",
        limit=limit,
    )
    return await _whole(work, sight, heads)


async def _whole(work: Work, sight: Sight, heads: Sequence[Any]) -> list[Item]:
    traces = [head["trace"] for head in heads]
    if not traces:
        return []
    kinds = list(sight.kinds)
    firsts = {row["trace"]: _gone(row) for row in await work.db.all(_FIRST, sight.scope, traces=traces, kinds=kinds)}
    counts: dict[UUID, dict[str, int]] = {trace: {} for trace in traces}
    for row in await work.db.all(_COUNTS, sight.scope, traces=traces, kinds=kinds):
        counts[row["trace"]][row["kind"]] = row["number"]
    return [_item(head, firsts[head["trace"]], counts[head["trace"]]) for head in heads]


async def find(work: Work, sight: Sight, filters: Filters, trace: UUID) -> Item | None:
    """Return a deletion that is young enough, whether anything of it is left in the bin or not; else None."""
    row = await work.db.one(_HEAD, sight.scope, kinds=list(sight.kinds), since=filters.since, trace=trace)
    return (await _whole(work, sight, [row]))[0] if row is not None else None


async def objects(work: Work, sight: Sight, trace: UUID, after: int, limit: int) -> list[Gone]:
    """Return the objects of a deletion after a number of the change log, in the order in which they went."""
    rows = await work.db.all(_OBJECTS, sight.scope, kinds=list(sight.kinds), trace=trace, after=after, limit=limit)
    return [_gone(row) for row in rows]


async def one(work: Work, sight: Sight, trace: UUID, seq: int) -> Grave | None:
    """Return an object of a deletion with its last state, or None."""
    row = await work.db.one(_ONE, sight.scope, kinds=list(sight.kinds), trace=trace, seq=seq)
    return None if row is None else Grave(_gone(row), orjson.loads(row["undo"]), row["xid"])


async def left(work: Work, sight: Sight, trace: UUID) -> int:
    """Return how many objects of a deletion have not come back."""
    return int(await work.db.value(_LEFT, sight.scope, kinds=list(sight.kinds), trace=trace))


async def following(work: Work, sight: Sight, trace: UUID, seqs: Sequence[int] | None, limit: int) -> list[Grave]:
    """Return the next objects of a deletion that may come back, or those of them that are named."""
    rows = await work.db.all(
        _NEXT,
        sight.scope,
        kinds=list(sight.kinds),
        trace=trace,
        seqs=None if seqs is None else list(seqs),
        limit=limit,
    )
    return [Grave(_gone(row), orjson.loads(row["undo"]), row["xid"]) for row in rows]


async def erase(work: Work, sight: Sight, trace: UUID) -> None:
    """Empty the last states of what a deletion still holds, and every earlier value of the same objects."""
    await work.db.run(_ERASE, org=work.org, kinds=list(sight.kinds), trace=trace)


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _gone(row: Any) -> Gone:
    return Gone(
        seq=row["seq"],
        kind=row["kind"],
        ref=row["ref"],
        blueprint_id=row["bp"],
        blueprint=row["blueprint"],
        identifier=row["ident"],
        title=row["title"],
        state=row["state"],
    )


def _item(head: Any, first: Gone, counts: dict[str, int]) -> Item:
    return Item(
        trace=head["trace"],
        seq=head["seq"],
        at=head["at"],
        by=head["by"],
        by_name=head["by_name"],
        by_type=head["actor_type"].decode(),
        source=head["source"],
        cause=head["cause"],
        first=first,
        counts=counts,
    )
