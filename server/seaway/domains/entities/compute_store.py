"""SQL of computed properties: what a step reads for a set of entities, whom a change touches, and what was computed."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from seaway.core.db import Connection, sql
from seaway.core.work import Work
from seaway.domains.access import service as access
from seaway.domains.entities import aggregate_store, columns, packing
from seaway.domains.entities.aggregate_store import Rows, Total
from seaway.domains.entities.compute_plan import Hop, Step
from seaway.domains.entities.find_store import run
from seaway.engines.query.sql import Param, Sql
from seaway.engines.query.sql import sql as piece

_SEPARATOR = "\x1f"
LOCK_CLASS = 0xC0DE
"""The first key of the advisory lock under which an organisation's values are computed; the second is its number."""

_LOCK = sql("select pg_advisory_xact_lock(:lock, :org)")
# unscoped: names organisations, no entity
_COMPUTING = sql("""
  select distinct o.id, o.public_id from blueprint b join organisation o on o.id = b.org where b.computes""")
_HELD = sql(f"select d.ent, d.vals, d.errors from derived d where d.ent = any({packing.array('ents', 'int8')})")
_PUT = sql(f"""
  insert into derived(ent, bp, vals, errors)
  select i.ent, :bp, i.vals::jsonb, i.errors::jsonb
  from unnest({packing.array("ents", "int8")}, cast(:vals as text[]), cast(:errors as text[])) i(ent, vals, errors)
  order by i.ent
  on conflict (ent) do update set vals = excluded.vals, errors = excluded.errors, at = clock_timestamp()""")
_OWN = sql(f"""
  update entity e set team = i.team
  from (select u.ent, coalesce(string_to_array(u.team, :separator), '{{}}') as team
    from unnest({packing.array("ents", "int8")}, {packing.text_array("teams")}) u(ent, team)) i
  where {{scope:e}} and e.id = i.ent and e.team <> i.team
  returning e.id""")
_DROP = sql(f"delete from derived where ent = any({packing.array('ents', 'int8')})")
_DROP_OF = sql("""
  delete from derived where ent in (select d.ent from derived d where d.bp = :bp order by d.ent limit :most)""")
_THERE = sql(f"""
  select e.id, e.bp from entity e where {{scope:e}} and e.id = any({packing.array("ids", "int8")})""")
_AFTER = sql("""
  select e.id from entity e where {scope:e} and e.bp = :bp and e.id > :after order by e.id limit :most""")
_BUILT_ON = "coalesce((select d.vals from derived d where d.ent = e.id), '{}') - cast(:hidden as text[])"
_DOCUMENTS = sql(f"""
  select e.id, {columns.document(_BUILT_ON)} as document
  from entity e join blueprint b on b.id = e.bp {columns.ACTORS}
  where {{scope:e}} and {{scope:b}} and e.id = any({packing.array("ids", "int8")})""")
_SAMPLE = sql("""
  select e.id, e.ident, e.title from entity e
  where {scope:e} and e.bp = :bp and (cast(:idents as text[]) = '{}' or e.ident = any(cast(:idents as text[])))
  order by e.ident limit :most""")
_FOR = sql("select d.vals, d.errors, d.at from derived d where d.ent = :ent")
_WAITING = sql("""
  select distinct p.src as id from edge_pending p join entity e on e.id = p.src
  where {scope:e} and (p.tbp, p.tident) in (
    select t.bp, t.ident from unnest(cast(:bps as int[]), cast(:idents as text[])) t(bp, ident))
  limit :most""")
_METAS = {
    "$identifier": "to_jsonb(e.ident)",
    "$title": "to_jsonb(e.title)",
    "$icon": "to_jsonb(e.icon)",
    "$team": "to_jsonb(e.team)",
    "$blueprint": "(select to_jsonb(b.ident) from blueprint b where b.id = e.bp)",
    "$createdAt": f"to_jsonb({columns.iso('e.created_at')})",
    "$createdBy": "(select to_jsonb(a.public_id) from actor a where a.id = e.created_by)",
    "$updatedAt": f"to_jsonb({columns.iso('e.updated_at')})",
    "$updatedBy": "(select to_jsonb(a.public_id) from actor a where a.id = e.updated_by)",
}


@dataclass(frozen=True, slots=True)
class Held:
    """What was computed for an entity: each value, null for none, and why there is none where an expression failed."""

    values: dict[str, Any]
    errors: dict[str, str]


async def lock(work: Work) -> None:
    """Wait until nobody else computes in this organisation: who reads after it sees what was written before."""
    await work.db.all(_LOCK, lock=LOCK_CLASS, org=work.org)


async def computing(db: Connection) -> list[tuple[int, str]]:
    """Return the organisations, key and public id, that compute anything."""
    return [(row["id"], row["public_id"]) for row in await db.all(_COMPUTING)]


async def held(work: Work, ids: Collection[int]) -> dict[int, Held]:
    """Return what was computed for these entities."""
    rows = await work.db.all(_HELD, ents=packing.numbers(ids))
    return {row["ent"]: _held(row) for row in rows}


async def of_one(work: Work, entity: int) -> tuple[Held, Any] | None:
    """Return what was computed for an entity, and when it last changed."""
    row = await work.db.one(_FOR, ent=entity)
    return None if row is None else (_held(row), row["at"])


def _held(row: Any) -> Held:
    return Held(orjson.loads(row["vals"]), orjson.loads(row["errors"]) if row["errors"] else {})


async def put(work: Work, blueprint: int, computed: Mapping[int, Held]) -> None:
    """Keep what was computed for entities of a blueprint."""
    await work.db.run(
        _PUT,
        bp=blueprint,
        ents=packing.numbers(computed),
        vals=[orjson.dumps(each.values).decode() for each in computed.values()],
        errors=[orjson.dumps(each.errors).decode() if each.errors else None for each in computed.values()],
    )


async def own(work: Work, teams: Mapping[int, Sequence[str]]) -> set[int]:
    """Write whom entities belong to, by inheritance; return those for whom that changed."""
    rows = await work.db.all(
        _OWN,
        access.filter(work, "update", "entities"),
        ents=packing.numbers(teams),
        teams=packing.texts(_SEPARATOR.join(names) or None for names in teams.values()),
        separator=_SEPARATOR,
    )
    return {row["id"] for row in rows}


async def drop(work: Work, ids: Collection[int]) -> None:
    """Forget what was computed for entities that are gone."""
    if ids:
        await work.db.run(_DROP, ents=packing.numbers(ids))


async def drop_of(work: Work, blueprint: int, most: int) -> int:
    """Forget what was computed for up to so many entities of a blueprint; return for how many."""
    return await work.db.run(_DROP_OF, bp=blueprint, most=most)


async def there(work: Work, ids: Collection[int]) -> dict[int, set[int]]:
    """Return those of these entities that exist, by blueprint."""
    found: dict[int, set[int]] = {}
    if ids:
        rows = await work.db.all(_THERE, access.filter(work, "read", "entities"), ids=packing.numbers(ids))
        for row in rows:
            found.setdefault(row["bp"], set()).add(row["id"])
    return found


async def following(work: Work, blueprint: int, after: int, most: int) -> list[int]:
    """Return up to so many entities of a blueprint after a number, in the order of numbers."""
    scope = access.filter(work, "read", "entities")
    return [row["id"] for row in await work.db.all(_AFTER, scope, bp=blueprint, after=after, most=most)]


async def sample(work: Work, blueprint: int, identifiers: Sequence[str], most: int) -> list[Any]:
    """Return (id, ident, title) of these entities of a blueprint; of the first ones when none are named."""
    scope = access.filter(work, "read", "entities")
    most = len(identifiers) or most
    return await work.db.all(_SAMPLE, scope, bp=blueprint, idents=list(identifiers), most=most)


async def waiting(work: Work, names: Sequence[tuple[int, str]], most: int) -> set[int]:
    """Return up to so many entities that name one of these (blueprint, identifier), which is not there."""
    if not names:
        return set()
    rows = await work.db.all(
        _WAITING,
        access.filter(work, "read", "entities"),
        bps=[blueprint for blueprint, _ in names],
        idents=[identifier for _, identifier in names],
        most=most,
    )
    return {row["id"] for row in rows}


async def documents(work: Work, ids: Collection[int], hidden: Sequence[str]) -> dict[int, bytes]:
    """Return entities as programs see them, as JSON; the computed properties in `hidden` are left out."""
    scope = access.filter(work, "read", "entities")
    rows = await work.db.all(_DOCUMENTS, scope, ids=packing.numbers(ids), hidden=list(hidden))
    return {row["id"]: row["document"].encode() for row in rows}


async def mirrored(work: Work, step: Step, value: Sql, ids: Collection[int], *, flatten: bool) -> dict[int, Any]:
    """Return what a mirror shows for each of these entities. `flatten`: each value is a list, and so is the whole."""
    tables, conditions, last = _walk(step.hops)
    inner = (value, " as v from ", tables, ", entity e where {scope:e} and ", conditions, f" and e.id = {last}")
    if not step.many:
        shown = piece("(select ", *inner, " limit 1)")
    elif flatten:
        shown = piece(
            "(select coalesce(jsonb_agg(y.item order by x.ident, x.id, y.place), '[]')",
            " from (select distinct on (e.id) e.ident, e.id, ", *inner, ") x, jsonb_array_elements(",
            "case jsonb_typeof(x.v) when 'array' then x.v else '[]' end) with ordinality y(item, place)",
            " where y.item <> 'null')",
        )  # fmt: skip
    else:
        shown = piece(
            "(select coalesce(jsonb_agg(x.v order by x.ident, x.id), '[]')",
            " from (select distinct on (e.id) e.ident, e.id, ",
            *inner,
            ") x where x.v is not null and x.v <> 'null')",
        )
    rows = await run(work, "select s.id, ", shown, " as value from unnest(", _numbers(ids), ") s(id)")
    return {row["id"]: None if row["value"] is None else orjson.loads(row["value"]) for row in rows}


def meta(name: str) -> Sql:
    """Return the JSON value of a `$meta` of entity `e`, as the API shows it."""
    return piece(_METAS[name])


async def aggregated(work: Work, step: Step, rows: Rows, func: str, ids: Collection[int]) -> dict[int, Total]:
    """Return a figure for each of these entities that has anything to count."""
    value: str | Sql = rows.value if rows.value is not None else "null::numeric"
    at: str | Sql = rows.at if rows.at is not None else "null::timestamptz"
    timed = " where r.at is not null" if rows.at is not None else ""
    found = await run(
        work, _reached(step, ids), " select r.root, count(*) as n, sum(r.v) as total,"
        f" {aggregate_store.function(func, 'v')} as value, extract(epoch from now() - min(r.at))::float8 as age"
        " from (select x.root, ", value, " as v, ", at, " as at from reached x join entity e on e.id = x.ent"
        " where {scope:e} and x.ent <> x.root and ", rows.where, f") r{timed} group by r.root",
    )  # fmt: skip
    return {row["root"]: Total(row["value"], row["n"], row["total"], row["age"] or 0) for row in found}


def _reached(step: Step, ids: Collection[int]) -> Sql:
    """Return the `with` that pairs each of these entities with those that an aggregation may count for it."""
    if not step.chained:
        tables, conditions, last = _walk(step.hops)
        return piece(
            f"with reached as (select distinct s.id as root, {last} as ent from unnest(",
            _numbers(ids), ") s(id), ", tables, " where ", conditions, ")",
        )  # fmt: skip
    return piece(
        "with recursive s as (select unnest(", _numbers(ids), ") as id),"
        " ahead(root, ent) as (select id, id from s union select w.root, g.dst from ahead w"
        " join edge g on g.src = w.ent and g.rel = any(", _relations(step.forward), ")),"
        " behind(root, ent) as (select id, id from s union select w.root, g.src from behind w"
        " join edge g on g.dst = w.ent and g.rel = any(", _relations(step.backward), ")),"
        " reached as (select * from ahead union select * from behind)",
    )  # fmt: skip


async def sources(work: Work, step: Step, place: int, ids: Collection[int], most: int) -> set[int]:
    """Return up to so many of the entities that reach one of these after `place` hops: whose values they touch."""
    if place == 0:
        return set(ids)
    back = [(relation, not backwards) for relation, backwards in reversed(step.hops[:place])]
    tables, conditions, last = _walk(back)
    rows = await run(
        work, f"select distinct {last} as id from unnest(", _numbers(ids), ") s(id), ", tables,
        " where ", conditions, " limit ", Param(most, "int"),
    )  # fmt: skip
    return {row["id"] for row in rows}


async def chained(work: Work, step: Step, ids: Collection[int], most: int) -> set[int]:
    """Return up to so many of the entities whose chains lead to one of these, either way."""
    rows = await run(
        work, "with recursive up(ent) as (select unnest(", _numbers(ids), ") union select g.src from up w"
        " join edge g on g.dst = w.ent and g.rel = any(", _relations(step.forward), ")),"
        " down(ent) as (select unnest(", _numbers(ids), ") union select g.dst from down w"
        " join edge g on g.src = w.ent and g.rel = any(", _relations(step.backward), "))"
        " select e.id from (select ent from up union select ent from down) x join entity e on e.id = x.ent"
        " where {scope:e} and e.bp = ", Param(step.blueprint.id, "int"), " limit ", Param(most, "int"),
    )  # fmt: skip
    return {row["id"] for row in rows}


def _walk(hops: Sequence[Hop]) -> tuple[Sql, Sql, str]:
    """Return the tables and conditions that follow relations from `s.id`, and the column in which the way ends."""
    parts: list[str | Param | Sql] = []
    at = "s.id"
    for place, (relation, backwards) in enumerate(hops):
        near, far = ("dst", "src") if backwards else ("src", "dst")
        parts += [" and " if place else "", f"g{place}.{near} = {at} and g{place}.rel = ", Param(relation, "int")]
        at = f"g{place}.{far}"
    return piece(", ".join(f"edge g{place}" for place in range(len(hops)))), piece(*parts), at


def _numbers(ids: Iterable[int]) -> Param:
    return Param(tuple(ids), "bigint[]")


def _relations(numbers: Iterable[int]) -> Param:
    return Param(tuple(sorted(numbers)), "int[]")
