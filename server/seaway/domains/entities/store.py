"""What writes read: who changed, who exists, rows under their locks, and the locks themselves."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from seaway.core.db import sql
from seaway.core.work import Work
from seaway.domains.access import service as access
from seaway.domains.entities import columns, packing
from seaway.domains.entities.packing import array, text_array
from seaway.domains.entities.types import Entity
from seaway.domains.entities.undo import State

LOCK_CLASS = 0x5EA
"""The first key of the advisory locks on a blueprint's entities; the second is the blueprint's number."""

_SHARE = sql("select pg_advisory_xact_lock_shared(:lock, i) from unnest(cast(:ids as int[])) i")
_EXCLUDE = sql("select pg_advisory_xact_lock(:lock, i) from unnest(cast(:ids as int[])) i")

# A scalar sub-select is always an index probe; an anti-join may be planned as a scan of the whole blueprint.
# A digest with the mode bit set (of a merge) also stands for the same payload accepted whole, without the bit.
_STANDING = sql(f"""
  select array_agg(i.o::int) as places, array_agg(s.standing) as standings
  from unnest({text_array("idents")}, {array("hashes", "int8")}) with ordinality i(ident, hash, o)
  cross join lateral (select (
    select case
      when i.hash is null then 'd'
      when x.hash is distinct from i.hash and x.hash is distinct from i.hash - cast(:merge as int) then 'd'
      when cast(:source as int) is not null and x.source is distinct from cast(:source as int) then 's'
      else '=' end
    from entity x where {{scope:x}} and x.bp = :bp and x.ident = i.ident) as standing
    offset 0) s  -- evaluated once, though it is named twice
  where s.standing is distinct from '='""")

_LOCKED = sql(f"""
  select e.id, e.ident, e.title, e.icon, e.team, e.props, e.rels, e.hash, e.source,
    case when e.large then (select jsonb_object_agg(b.prop, b.val) from entity_blob b where b.ent = e.id) end as large
  from entity e where {{scope:e}} and e.bp = :bp and e.ident = any({text_array("idents")})
  order by e.id for update of e""")

_LOCKED_WITH = sql(f"""
  with i as materialized (
    select x.id from entity x where {{scope:x}} and x.bp = :bp and x.ident = any({text_array("idents")})
    union select unnest({array("sources", "int8")}))
  select e.id, e.bp, e.ident, e.title, e.icon, e.team, e.props, e.rels, e.hash, e.source,
    case when e.large then (select jsonb_object_agg(b.prop, b.val) from entity_blob b where b.ent = e.id) end as large
  from i join entity e on e.id = i.id
  order by e.id for update of e""")

_RESOLVED = sql(f"""
  select array_agg((select e.id from entity e where {{scope:e}} and e.bp = t.bp and e.ident = t.ident) order by t.o)
  from unnest({array("bps", "int")}, {text_array("idents")}) with ordinality t(bp, ident, o)""")

_ONE = sql(f"""
  select {columns.ENTITY}, {columns.SOURCE}
  from entity e where {{scope:e}} and e.bp = :bp and e.ident = :ident""")

_NUMBERED = sql(f"""
  select {columns.ENTITY}, {columns.SOURCE}, (select b.ident from blueprint b where b.id = e.bp) as blueprint
  from entity e where {{scope:e}} and e.id = any({array("ids", "int8")})""")

_AT = sql(f"""
  select {columns.SHOWN}, b.scored
  from blueprint b join entity e on e.bp = b.id
  where {{scope:b}} and {{scope:e}} and b.ident = :blueprint and e.ident = :ident""")

_ALIAS = sql("""
  select e.ident from entity_alias l join entity e on e.id = l.ent
  where {scope:e} and l.org = e.org and l.bp = :bp and l.ident = :ident""")

_COUNT = sql("select count(*) from entity e where {scope:e} and e.bp = :bp")

_PAGE = sql(f"""
  select {columns.SHOWN}
  from entity e where {{scope:e}} and e.bp = :bp and e.ident > :after order by e.ident limit :limit""")

# Written by PostgreSQL as one text: a row each, and reading it, would cost the API more than the rest of its work.
# Not of a blueprint with scorecards, whose results are put in row by row.
_TEXT = sql(f"""
  select b.scored, p.text, case when p.found = cast(:limit as bigint) and exists (
    select from entity e where {{scope:e}} and e.bp = b.id and e.ident > p.last) then p.last end as more
  from blueprint b cross join lateral (
    select count(*) as found, max(s.ident) as last,
      '[' || coalesce(string_agg(s.whole, ',' order by s.ident), '') || ']' as text
    from (
      select e.ident, {columns.WHOLE} as whole from entity e {columns.ACTORS}
      where {{scope:e}} and e.bp = b.id and e.ident > :after and not b.scored
      order by e.ident limit cast(:limit as bigint)) s) p
  where {{scope:b}} and b.ident = :blueprint""")

_TITLES = sql("""
  select b.ident as blueprint, e.ident, e.title
  from unnest(cast(:bps as text[]), cast(:idents as text[])) t(bp, ident)
  join blueprint b on b.ident = t.bp
  join entity e on e.org = b.org and e.bp = b.id and e.ident = t.ident
  where {scope:b} and {scope:e}""")


@dataclass(frozen=True, slots=True)
class Existing:
    """A stored entity under its row lock. `source` is the number of the last writer's stamp."""

    id: int
    state: State
    hash: int | None
    source: int | None
    large: bool


async def hold(work: Work, *, shared: Collection[int], exclusive: Collection[int]) -> None:
    """Lock blueprints' entities until the work ends: `shared` keeps deletions and redefinitions away, `exclusive` all.

    Locks are taken in the order of numbers, so that two holders never wait for each other.
    """
    for blueprint in sorted({*shared, *exclusive}) if shared and exclusive else ():
        statement = _EXCLUDE if blueprint in exclusive else _SHARE
        await work.db.all(statement, lock=LOCK_CLASS, ids=[blueprint])
    if not (shared and exclusive):
        await work.db.all(_EXCLUDE if exclusive else _SHARE, lock=LOCK_CLASS, ids=sorted({*shared, *exclusive}))


@dataclass(frozen=True, slots=True)
class Stamp:
    """How a batch is compared: by digests of a merge or of a replacement, and by the number of its writer's stamp."""

    merge: bool
    source: int | None


async def standing(
    work: Work, blueprint: int, idents: Sequence[str], hashes: Sequence[int | None], stamp: Stamp
) -> dict[int, str | None]:
    """Tell, by place in the batch, who is not as sent: `d` another payload, `s` another stamp, None absent.

    Reads one index entry and one row each; locks and writes nothing.
    """
    row = await work.db.one(
        _STANDING,
        access.filter(work, "update", "entities"),
        bp=blueprint,
        idents=packing.texts(idents),
        hashes=packing.numbers(hashes),
        merge=int(stamp.merge),
        source=stamp.source,
    )
    if row is None or row["places"] is None:
        return {}
    return {place - 1: found for place, found in zip(row["places"], row["standings"], strict=True)}


async def locked(work: Work, blueprint: int, idents: Sequence[str], sources: Sequence[int] = ()) -> dict[str, Existing]:
    """Return the entities among these identifiers, their rows locked in the order of numbers.

    `sources` are entities, of any blueprint, to be locked in the same pass: whoever changes what an entity refers to
    holds its row.
    """
    scope = access.filter(work, "update", "entities")
    names = packing.texts(idents)
    if not sources:
        rows = await work.db.all(_LOCKED, scope, bp=blueprint, idents=names)
        return {row["ident"]: _existing(row) for row in rows}
    rows = await work.db.all(_LOCKED_WITH, scope, bp=blueprint, idents=names, sources=packing.numbers(sources))
    return {row["ident"]: _existing(row) for row in rows if row["bp"] == blueprint}


def _existing(row: Any) -> Existing:
    props = orjson.loads(row["props"])
    if row["large"]:
        props.update(orjson.loads(row["large"]))
    state = State(row["ident"], row["title"], row["icon"], tuple(row["team"]), props, orjson.loads(row["rels"]))
    return Existing(row["id"], state, row["hash"], row["source"], row["large"] is not None)


async def resolved(work: Work, targets: Sequence[tuple[int, str]]) -> dict[tuple[int, str], int]:
    """Return the numbers of those targets (blueprint, identifier) that exist."""
    if not targets:
        return {}
    found = await work.db.value(
        _RESOLVED,
        access.filter(work, "read", "entities"),
        bps=packing.numbers(blueprint for blueprint, _ in targets),
        idents=packing.texts(ident for _, ident in targets),
    )
    return {target: number for target, number in zip(targets, found, strict=True) if number is not None}


async def one(work: Work, blueprint: int, name: str, identifier: str) -> Entity | None:
    """Return an entity, or None."""
    row = await work.db.one(_ONE, access.filter(work, "read", "entities"), bp=blueprint, ident=identifier)
    return None if row is None else _entity(row, name)


async def numbered(work: Work, numbers: Sequence[int]) -> list[Entity]:
    """Return the entities that have these numbers, in no order."""
    scope = access.filter(work, "read", "entities")
    rows = await work.db.all(_NUMBERED, scope, ids=packing.numbers(numbers))
    return [_entity(row, row["blueprint"]) for row in rows]


def _entity(row: Any, blueprint: str) -> Entity:
    props = orjson.loads(row["props"])
    if row["large"]:
        props.update(orjson.loads(row["large"]))
    return Entity(
        id=row["id"],
        blueprint=blueprint,
        identifier=row["ident"],
        title=row["title"],
        icon=row["icon"],
        team=tuple(row["team"]),
        properties=props,
        relations=orjson.loads(row["rels"]),
        created_at=row["created_at"],
        created_by=row["created_by"],
        updated_at=row["updated_at"],
        updated_by=row["updated_by"],
        source=row["source"],
    )


async def at(work: Work, blueprint: str, identifier: str) -> Any:
    """Return the row of an entity by the names of its blueprint and itself, in one round trip, or None."""
    scope = access.filter(work, "read", "entities")
    return await work.db.one(_AT, scope, blueprint=blueprint, ident=identifier)


async def former(work: Work, blueprint: int, identifier: str) -> str | None:
    """Return the present identifier of the entity that once had this one, or None."""
    found: str | None = await work.db.value(
        _ALIAS, access.filter(work, "read", "entities"), bp=blueprint, ident=identifier
    )
    return found


async def count(work: Work, blueprint: int) -> int:
    """Return how many entities of a blueprint the actor may read."""
    return int(await work.db.value(_COUNT, access.filter(work, "read", "entities"), bp=blueprint))


async def page(work: Work, blueprint: int, after: str, limit: int) -> list[Any]:
    """Return the rows of a blueprint's entities after an identifier, in the order of identifiers."""
    scope = access.filter(work, "read", "entities")
    return await work.db.all(_PAGE, scope, bp=blueprint, after=after, limit=limit)


async def text(work: Work, blueprint: str, after: str, limit: int) -> tuple[str | None, str | None] | None:
    """Return up to so many entities after an identifier as a JSON array, and the last identifier if more follow.

    None when there is no such blueprint; no text when its entities have results in scorecards.
    """
    scope = access.filter(work, "read", "entities")
    row = await work.db.one(_TEXT, scope, blueprint=blueprint, after=after, limit=limit)
    if row is None:
        return None
    return (None, None) if row["scored"] else (row["text"], row["more"])


async def titles(work: Work, targets: Sequence[tuple[str, str]]) -> dict[tuple[str, str], str | None]:
    """Return the titles of entities by (blueprint, identifier), as `wire.titled` wants them."""
    if not targets:
        return {}
    rows = await work.db.all(
        _TITLES,
        access.filter(work, "read", "entities"),
        bps=[blueprint for blueprint, _ in targets],
        idents=[ident for _, ident in targets],
    )
    return {(row["blueprint"], row["ident"]): row["title"] for row in rows}
