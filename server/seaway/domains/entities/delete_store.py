"""What deletions and renamings read and write. Rows are locked in the order of their numbers, after advisory locks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from seaway.core import origin
from seaway.core.db import sql
from seaway.core.work import Work
from seaway.domains.access import service as access
from seaway.domains.entities.undo import State

_FIND = sql("""
  select e.id, e.ident from entity e
  where {scope:e} and e.bp = :bp and e.ident = any(cast(:idents as text[])) order by e.ident""")

_OF_BLUEPRINT = sql("""
  select e.id, e.ident from entity e
  where {scope:e} and e.bp = :bp and e.ident > :after order by e.ident limit :limit""")

_POINTING = sql("""
  select g.src, g.rel, g.dst, e.bp, e.ident
  from edge g join entity e on e.id = g.src
  where {scope:e} and g.dst = any(cast(:ids as int8[])) and g.rel = any(cast(:rels as int[]))""")

_REQUIRING = sql("""
  select g.src, g.rel, g.dst, e.bp, e.ident
  from edge g join entity e on e.id = g.src join entity t on t.id = g.dst
  where {scope:e} and {scope:t} and t.bp = :bp and g.rel = any(cast(:rels as int[])) limit :limit""")

_NAMED = sql("select e.ident from entity e where {scope:e} and e.bp = :bp and e.id = any(cast(:ids as int8[]))")

_IN_TEAMS = sql("""
  select e.id from entity e
  where {scope:e} and e.bp = any(cast(:bps as int[])) and e.team && cast(:names as text[])""")

_LOCKED = sql("""
  select e.id, e.bp, e.ident, e.title, e.icon, e.team, e.props, e.rels, e.source,
    e.created_at, e.created_by, e.updated_at, e.updated_by,
    case when e.large then (select jsonb_object_agg(b.prop, b.val) from entity_blob b where b.ent = e.id) end as large
  from entity e where {scope:e} and e.id = any(cast(:ids as int8[])) order by e.id for update of e""")

# unscoped: ids come from rows that were read under a scope and locked.
_FOLLOW = sql("""
  update entity e set rels = i.rels::jsonb, team = coalesce(string_to_array(i.team, e'\\x1f'), '{}'), hash = null,
    updated_at = clock_timestamp(), updated_by = :actor
  from unnest(cast(:ids as int8[]), cast(:rels as text[]), cast(:teams as text[])) i(id, rels, team)
  where e.id = i.id""")

# unscoped: ids come from rows that were read under a scope and locked.
_DELETE = sql("delete from entity e where e.id = any(cast(:ids as int8[]))")
_DELETE_EDGES = sql("""
  with reverse as (delete from edge where dst = any(cast(:ids as int8[])))
  delete from edge where src = any(cast(:ids as int8[]))""")
_DELETE_REST = sql("""
  with pending as (delete from edge_pending where src = any(cast(:ids as int8[]))),
    alias as (
      delete from entity_alias
      where org = :org and bp = any(cast(:bps as int[])) and ent = any(cast(:ids as int8[])))
  delete from entity_blob where ent = any(cast(:ids as int8[]))""")
_AWAIT_AGAIN = sql("""
  insert into edge_pending(tbp, tident, src, rel)
  select v.bp, v.ident, g.src, g.rel
  from unnest(cast(:ids as int8[]), cast(:bps as int[]), cast(:idents as text[])) v(id, bp, ident)
  join edge g on g.dst = v.id
  where g.src <> all(cast(:ids as int8[]))
  on conflict do nothing""")

# unscoped: the id comes from a row that was read under a scope and locked.
_RENAME = sql("""
  update entity e set ident = :ident, hash = null, updated_at = clock_timestamp(), updated_by = :actor
  where e.id = :id""")
_ALIAS = sql("""
  insert into entity_alias(org, bp, ident, ent) values (:org, :bp, :ident, :ent)
  on conflict (org, bp, ident) do update set ent = excluded.ent""")
_FORGET_ALIAS = sql("delete from entity_alias where org = :org and bp = :bp and ident = :ident")


@dataclass(frozen=True, slots=True)
class Row:
    """A locked entity with what its history needs. `created_by`, `updated_by` and `source` are interned numbers."""

    id: int
    blueprint: int
    state: State
    source: int | None
    created_at: datetime
    created_by: int | None
    updated_at: datetime
    updated_by: int | None


@dataclass(frozen=True, slots=True)
class Pointer:
    """An entity that refers to another: `source` (of a blueprint, by identifier) through a relation to `target`."""

    source: int
    relation: int
    target: int
    blueprint: int
    identifier: str


async def find(work: Work, blueprint: int, idents: Sequence[str]) -> dict[int, str]:
    """Return those of the identifiers that exist, by number."""
    scope = access.filter(work, "delete", "entities")
    rows = await work.db.all(_FIND, scope, bp=blueprint, idents=idents)
    return {row["id"]: row["ident"] for row in rows}


async def of_blueprint(work: Work, blueprint: int, after: str, limit: int) -> dict[int, str]:
    """Return the next entities of a blueprint after an identifier, by number."""
    scope = access.filter(work, "delete", "entities")
    rows = await work.db.all(_OF_BLUEPRINT, scope, bp=blueprint, after=after, limit=limit)
    return {row["id"]: row["ident"] for row in rows}


async def pointing(work: Work, ids: Sequence[int], relations: Sequence[int]) -> list[Pointer]:
    """Return who refers to these entities through these relations."""
    scope = access.filter(work, "delete", "entities")
    rows = await work.db.all(_POINTING, scope, ids=ids, rels=relations)
    return [Pointer(row["src"], row["rel"], row["dst"], row["bp"], row["ident"]) for row in rows]


async def requiring(work: Work, blueprint: int, relations: Sequence[int], limit: int) -> list[Pointer]:
    """Return some of those who refer to entities of a blueprint through these relations."""
    scope = access.filter(work, "delete", "entities")
    rows = await work.db.all(_REQUIRING, scope, bp=blueprint, rels=relations, limit=limit)
    return [Pointer(row["src"], row["rel"], row["dst"], row["bp"], row["ident"]) for row in rows]


async def named(work: Work, blueprint: int, ids: Sequence[int]) -> list[str]:
    """Return the identifiers of those entities that are of a blueprint."""
    rows = await work.db.all(_NAMED, access.filter(work, "delete", "entities"), bp=blueprint, ids=ids)
    return [row["ident"] for row in rows]


async def in_teams(work: Work, blueprints: Sequence[int], names: Sequence[str]) -> list[int]:
    """Return the entities of directly owned blueprints that one of the teams owns."""
    rows = await work.db.all(_IN_TEAMS, access.filter(work, "delete", "entities"), bps=blueprints, names=names)
    return [row["id"] for row in rows]


async def locked(work: Work, ids: Sequence[int]) -> list[Row]:
    """Return those of the entities that still exist, their rows locked in the order of numbers."""
    rows = await work.db.all(_LOCKED, access.filter(work, "delete", "entities"), ids=ids)
    return [row_of(row) for row in rows]


def row_of(row: Any) -> Row:
    """Return a row of the database as a value."""
    props = orjson.loads(row["props"])
    if row["large"]:
        props.update(orjson.loads(row["large"]))
    rels = orjson.loads(row["rels"])
    return Row(
        id=row["id"],
        blueprint=row["bp"],
        state=State(row["ident"], row["title"], row["icon"], tuple(row["team"]), props, rels),
        source=row["source"],
        created_at=row["created_at"],
        created_by=row["created_by"],
        updated_at=row["updated_at"],
        updated_by=row["updated_by"],
    )


async def follow(work: Work, states: Sequence[tuple[int, State]]) -> None:
    """Write the relations and teams of locked entities whose targets went or were renamed."""
    if states:
        await work.db.run(
            _FOLLOW,
            actor=await origin.actor_id(work),
            ids=[number for number, _ in states],
            rels=[orjson.dumps(state.relations).decode() for _, state in states],
            teams=["\x1f".join(state.team) or None for _, state in states],
        )


async def delete(work: Work, rows: Sequence[Row], *, keep_references: bool) -> None:
    """Delete locked entities with their edges both ways, large values and aliases.

    `keep_references` turns the edges that point at them into pending references.
    """
    ids = [row.id for row in rows]
    bps = [row.blueprint for row in rows]
    if keep_references:
        idents = [row.state.identifier for row in rows]
        await work.db.run(_AWAIT_AGAIN, ids=ids, bps=bps, idents=idents)
    await work.db.run(_DELETE_EDGES, ids=ids)
    await work.db.run(_DELETE_REST, org=work.org, bps=sorted(set(bps)), ids=ids)
    await work.db.run(_DELETE, ids=ids)


async def rename(work: Work, row: Row, identifier: str) -> None:
    """Give a locked entity another identifier; the old one stays as an alias."""
    await work.db.run(_RENAME, id=row.id, ident=identifier, actor=await origin.actor_id(work))
    await work.db.run(_FORGET_ALIAS, org=work.org, bp=row.blueprint, ident=identifier)
    await work.db.run(_ALIAS, org=work.org, bp=row.blueprint, ident=row.state.identifier, ent=row.id)
