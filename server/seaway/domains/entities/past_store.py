"""SQL of the past: the tables that searches run over, as they were at an instant.

`over` is a `with` clause whose names shadow the tables of today (`entity`, `edge`, `relation`, …), so that any
statement of a search, put behind it, reads the past. Entities that nothing happened to since are taken as they are; for
the others, the last record up to the instant says whether they existed, and each key has the value of the earliest
later undo that names it (as `history_store` does for one entity).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import orjson

from seaway.core.db import sql as statement
from seaway.core.position import Position
from seaway.core.work import Work
from seaway.domains.access import service as access
from seaway.domains.blueprints.types import Blueprint
from seaway.domains.entities import find_store
from seaway.domains.entities.undo import State
from seaway.engines.query.sql import Param, Sql, sql

SLACK = timedelta(hours=1)
"""A row is written before its change record, in the same transaction: how long that may take at most."""

_AT_POSITION = statement("""
  select c.at from change c
  where {scope:c} and c.xid = cast(cast(:xid as text) as xid8) and c.seq = :seq""")


@dataclass(frozen=True, slots=True)
class Instant:
    """A moment, and the position that it was given as, if it was."""

    moment: datetime
    position: Position | None = None

    def reached(self) -> Sql:
        """Return the test that a record `c` is of then or before."""
        return self._test("<=")

    def later(self) -> Sql:
        """Return the test that a record `c` is of later."""
        return self._test(">")

    def _test(self, operator: str) -> Sql:
        if self.position is None:
            return sql(f"c.at {operator} ", Param(self.moment, "timestamptz"))
        xid, seq = Param(str(self.position.xid), "text"), Param(self.position.seq, "bigint")
        return sql(f"(c.xid, c.seq) {operator} (cast(", xid, " as xid8), ", seq, ")")


async def moment_of(work: Work, position: Position) -> datetime | None:
    """Return when the change at a position was recorded; None where the actor may not know of it."""
    scope = access.filter(work, "read", "entities")
    found: datetime | None = await work.db.value(_AT_POSITION, scope, xid=str(position.xid), seq=position.seq)
    return found


async def entities(work: Work, blueprints: Sequence[int], most: int) -> int:
    """Return how many entities these blueprints have, counted up to `most`."""
    [row] = await find_store.run(
        work, "select count(*) as n from (select from entity e where {scope:e} and e.bp = any(",
        _numbers(blueprints, "int"), ") limit ", Param(most, "bigint"), ") m",
    )  # fmt: skip
    return int(row["n"])


@dataclass(frozen=True, slots=True)
class Window:
    """Records of after `since` and, where it is given, of `until` or before."""

    since: Instant
    until: Instant | None = None

    def holds(self) -> Sql:
        """Return the test that a record `c` lies within."""
        later = self.since.later()
        return later if self.until is None else sql(later, " and ", self.until.reached())


async def touched(work: Work, blueprints: Sequence[int], window: Window, part: tuple[int, int]) -> list[int]:
    """Return the numbers, after one and up to so many, of entities that something happened to: in their order."""
    after, limit = part
    numbers, floor = _numbers(blueprints, "int"), Param(window.since.moment - SLACK, "timestamptz")
    rows = await find_store.run(
        work, "select t.id from (select e.id from entity e where {scope:e} and e.bp = any(", numbers,
        ") and e.updated_at > ", floor, " union select c.ref from change c where {scope:c} and c.kind = 'entity'"
        " and c.op = 'D' and c.bp = any(", numbers, ") and ", window.since.later(), ") t where t.id > ",
        Param(after, "bigint"), " and exists (select from change c where {scope:c} and c.kind = 'entity'"
        " and c.ref = t.id and ", window.holds(), ") order by t.id limit ", Param(limit, "bigint"),
    )  # fmt: skip
    return [row["id"] for row in rows]


async def tallied(work: Work, numbers: Sequence[int], window: Window) -> dict[int, int]:
    """Return how often each of these entities changed; those that did not are left out."""
    rows = await find_store.run(
        work, "select c.ref, count(*) as n from unnest(", _numbers(numbers, "bigint"),
        ") t(id) join change c on c.ref = t.id where {scope:c} and c.kind = 'entity' and ", window.holds(),
        " group by c.ref",
    )  # fmt: skip
    return {row["ref"]: row["n"] for row in rows}


async def records(work: Work, numbers: Sequence[int], at: Instant, most: int) -> int:
    """Return how many records of these entities there are since, counted up to `most`."""
    [row] = await find_store.run(
        work, "select count(*) as n from (select from unnest(", _numbers(numbers, "bigint"),
        ") t(id) join change c on c.ref = t.id where {scope:c} and c.kind = 'entity' and ", at.later(), " limit ",
        Param(most, "bigint"), ") m",
    )  # fmt: skip
    return int(row["n"])


def _numbers(given: Iterable[int], kind: str) -> Param:
    return Param(tuple(given), f"{kind}[]")


_LIVES = (
    """
 life as materialized (
  select l.*, d.seq as ended, d.undo as last, d.bp from touched t
  cross join lateral (
    select c.ref, c.seq, c.op, c.at, c.actor, c.source from change c
    where {scope:c} and c.kind = 'entity' and c.ref = t.ref and """,
    """ order by c.seq desc limit 1) l
  left join lateral (
    select c.seq, c.undo, c.bp from change c
    where {scope:c} and c.kind = 'entity' and c.ref = l.ref and c.op = 'D' and c.seq > l.seq
    order by c.seq limit 1) d on true
  where l.op <> 'D'),
 base as materialized (
  select l.ref, l.at, l.actor, l.source, e.bp, e.ident, e.title, e.icon, e.team,
    case when e.large
      then e.props || (select jsonb_object_agg(b.prop, b.val) from entity_blob b where b.ent = e.id)
      else e.props end as props,
    e.rels, e.created_at, e.created_by, e.updated_at, e.updated_by
  from life l join entity e on e.id = l.ref where {scope:e} and l.ended is null
  union all
  select l.ref, l.at, l.actor, l.source, l.bp, l.last ->> 'identifier', l.last ->> 'title', l.last ->> 'icon',
    array(select jsonb_array_elements_text(l.last -> 'team')), l.last -> 'properties', l.last -> 'relations',
    cast(l.last ->> 'createdAt' as timestamptz), cast(l.last ->> 'createdBy' as int),
    cast(l.last ->> 'updatedAt' as timestamptz), cast(l.last ->> 'updatedBy' as int)
  from life l where l.ended is not null),
 old as materialized (
  select distinct on (l.ref, k.section, k.key) l.ref, k.section, k.key, k.value,
    coalesce(u.undo -> 'nulls' -> k.section ? k.key, false) as nil
  from life l
  cross join lateral (
    select c.seq, c.undo from change c
    where {scope:c} and c.kind = 'entity' and c.ref = l.ref and c.op = 'U' and c.seq > l.seq
      and (l.ended is null or c.seq < l.ended) offset 0) u
  cross join lateral (
    select '' as section, f.key, f.value
      from jsonb_each(u.undo - '{properties,relations,nulls,follows}'::text[]) f
    union all select 'properties', p.key, p.value from jsonb_each(coalesce(u.undo -> 'properties', '{}')) p
    union all select 'relations', r.key, r.value from jsonb_each(coalesce(u.undo -> 'relations', '{}')) r) k
  order by l.ref, k.section, k.key, u.seq),
 back as materialized (
  select o.ref, coalesce(jsonb_object_agg(o.key, o.value) filter (where o.section = ''), '{}') as flat,
    coalesce(array_agg(o.key) filter (where o.section = 'properties'), '{}') as no_props,
    coalesce(jsonb_object_agg(o.key, o.value)
      filter (where o.section = 'properties' and (o.nil or o.value <> 'null'::jsonb)), '{}') as props,
    coalesce(array_agg(o.key) filter (where o.section = 'relations'), '{}') as no_rels,
    coalesce(jsonb_object_agg(o.key, o.value)
      filter (where o.section = 'relations' and (o.nil or o.value <> 'null'::jsonb)), '{}') as rels
  from old o group by o.ref),
 was as materialized (
  select b.ref as id, b.bp,
    case when k.flat ? 'identifier' then k.flat ->> 'identifier' else b.ident end as ident,
    case when k.flat ? 'title' then k.flat ->> 'title' else b.title end as title,
    case when k.flat ? 'icon' then k.flat ->> 'icon' else b.icon end as icon,
    case when k.flat ? 'team' then array(select jsonb_array_elements_text(k.flat -> 'team')) else b.team end as team,
    case when k.ref is null then b.props else (b.props - k.no_props) || k.props end as props,
    case when k.ref is null then b.rels else (b.rels - k.no_rels) || k.rels end as rels,
    b.source, b.created_at, b.created_by,
    case when k.ref is null then b.updated_at else b.at end as updated_at,
    case when k.ref is null then b.updated_by else b.actor end as updated_by
  from base b left join back k on k.ref = b.ref)""",
)


def states(at: Instant, touched_ones: Sequence[int]) -> Sql:
    """Return a `with` clause in which `was` holds those of some entities that existed then, as they were."""
    return sql(
        "with touched(ref) as materialized (select unnest(", _numbers(touched_ones, "bigint"), ")),",
        _LIVES[0], at.reached(), _LIVES[1], " ",
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Extent:
    """What a `with` clause of the past holds: entities of these blueprints, and which of them something happened to."""

    org: int
    blueprints: Sequence[int]
    touched: Sequence[int]


def over(at: Instant, extent: Extent, world: Iterable[Blueprint]) -> Sql:
    """Return the `with` clause under which a statement reads the catalog as it was."""
    org, chosen = Param(extent.org, "int"), _numbers(extent.blueprints, "int")
    return sql(
        states(at, extent.touched), _DEFINITIONS[0], Param(_definitions(world), "jsonb"), _DEFINITIONS[1],
        " entity as materialized (select w.id, ", org, " as org, w.bp, w.ident, w.title, w.icon, w.team, w.props,"
        " w.rels, false as large, w.source, w.created_at, w.created_by, w.updated_at, w.updated_by"
        " from was w where w.bp = any(", chosen, ") union all"
        " select e.id, e.org, e.bp, e.ident, e.title, e.icon, e.team, e.props, e.rels, e.large, e.source, e.created_at,"
        " e.created_by, e.updated_at, e.updated_by from entity e where {scope:e} and e.bp = any(", chosen,
        ") and not exists (select from touched t where t.ref = e.id)),", _NAMES,
    )  # fmt: skip


_DEFINITIONS = (
    """,
 definition as materialized (select d.v from jsonb_array_elements(""",
    """) d(v)),
 blueprint as materialized (
  select cast(d.v ->> 'id' as int) as id, d.v ->> 'ident' as ident, false as computes from definition d),
 relation as materialized (
  select cast(r.v ->> 'id' as int) as id, cast(d.v ->> 'id' as int) as bp, r.v ->> 'name' as name,
    cast(r.v ->> 'tbp' as int) as tbp, cast(r.v ->> 'required' as boolean) as required
  from definition d cross join lateral jsonb_array_elements(d.v -> 'relations') r(v)),""",
)
# What nothing refers to is not evaluated: a search that asks for no relation pays for none.
_NAMES = """
 entity_name as (select e.id as ent, e.bp, e.ident || ' ' || coalesce(e.title, '') as text from entity e),
 named as materialized (
  select e.id as src, r.id as rel, r.tbp, x.tident, t.id as dst
  from entity e join relation r on r.bp = e.bp
  cross join lateral (
    select jsonb_array_elements_text(case when jsonb_typeof(e.rels -> r.name) = 'array' then e.rels -> r.name end)
    union all select e.rels ->> r.name where jsonb_typeof(e.rels -> r.name) = 'string') x(tident)
  left join entity t on t.bp = r.tbp and t.ident = x.tident),
 edge as materialized (select distinct n.src, n.rel, n.dst from named n where n.dst is not null),
 edge_pending as materialized (select distinct n.tbp, n.tident, n.src, n.rel from named n where n.dst is null) """


def _definitions(world: Iterable[Blueprint]) -> str:
    return orjson.dumps(
        [
            {
                "id": each.id,
                "ident": each.identifier,
                "relations": [
                    {"id": r.id, "name": r.name, "tbp": r.target_id, "required": r.required}
                    for r in each.relations.values()
                ],
            }
            for each in world
        ]
    ).decode()


async def shown(work: Work, at: Instant, numbers: Sequence[int]) -> dict[int, tuple[int, State]]:
    """Return those of some entities that existed then as they were, each with its blueprint, by number."""
    rows = await find_store.run(
        work, states(at, numbers),
        "select w.id, w.bp, w.ident, w.title, w.icon, w.team, w.props, w.rels from was w",
    )  # fmt: skip
    return {row["id"]: (row["bp"], _state(row)) for row in rows}


def _state(row: Any) -> State:
    props, rels = orjson.loads(row["props"]), orjson.loads(row["rels"])
    return State(row["ident"], row["title"], row["icon"], tuple(row["team"]), props, rels)


_NODES = "select e.id, e.bp, e.ident, e.title, e.icon, e.team from entity e"
_EDGES = "select g.src, g.rel, g.dst from edge g"
_PENDING = "select p.src, p.rel, p.tbp, p.tident from edge_pending p"


async def web(work: Work, past: Sql, most: int) -> tuple[list[Any], list[Any], list[Any]]:
    """Return all entities of the past, up to `most` edges between them, and references to what did not exist."""
    limit = (" limit ", Param(most, "bigint"))
    return (
        await find_store.run(work, past, f"{_NODES} where {{scope:e}}"),
        await find_store.run(work, past, _EDGES, *limit),
        await find_store.run(work, past, _PENDING, *limit),
    )


async def facts(work: Work, past: Sql, numbers: Sequence[int], names: Sequence[str]) -> dict[int, dict[str, Any]]:
    """Return the properties of these names that entities had, by number."""
    rows = await find_store.run(
        work, past, "select e.id, (select jsonb_object_agg(p.key, p.value) from jsonb_each(e.props) p"
        " where p.key = any(", Param(tuple(names), "text[]"), ")) as properties from entity e where {scope:e}"
        " and e.id = any(", _numbers(numbers, "bigint"), ")",
    )  # fmt: skip
    return {row["id"]: orjson.loads(row["properties"] or "{}") for row in rows}
