"""SQL of the graph: one level of a walk, the edges among what was reached, references to what does not exist (yet)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import orjson

from seaway.core.db import sql
from seaway.core.work import Work
from seaway.domains.access import service as access

# Neighbours in the order of their numbers: with the limit, the nested loop into `entity` stops early at a hub.
_STEP = """
  select t.id, t.bp, t.ident, t.title, t.icon from (
    select distinct g.{far} as id from edge g
    where g.{near} = any(cast(:frontier as bigint[])) and g.{far} <> all(cast(:seen as bigint[]))
      and (cast(:relations as int[]) is null or g.rel = any(cast(:relations as int[])))
    order by 1) n
  join entity t on t.id = n.id
  where {{scope:t}} and (cast(:blueprints as int[]) is null or t.bp = any(cast(:blueprints as int[])))
  order by n.id limit :limit"""
_UP = sql(_STEP.format(near="src", far="dst"))
_DOWN = sql(_STEP.format(near="dst", far="src"))

# unscoped: both ends were reached by scoped steps.
_EDGES = sql("""
  select g.src, r.name as relation, g.dst from edge g join relation r on r.id = g.rel
  where g.src = any(cast(:ids as bigint[])) and g.dst = any(cast(:ids as bigint[]))
    and (cast(:relations as int[]) is null or g.rel = any(cast(:relations as int[])))
  order by g.src, g.rel, g.dst limit :limit""")

# unscoped: the sources were reached by scoped steps.
_PENDING = sql("""
  select p.src, r.name as relation, p.tbp, p.tident from edge_pending p join relation r on r.id = p.rel
  where p.src = any(cast(:ids as bigint[]))
    and (cast(:relations as int[]) is null or p.rel = any(cast(:relations as int[])))
    and (cast(:blueprints as int[]) is null or p.tbp = any(cast(:blueprints as int[])))
  order by p.src, p.rel, p.tident limit :limit""")


# unscoped: they were reached by scoped steps.
_FACTS = sql("""
  select e.id, e.team, (select jsonb_object_agg(p.key, p.value) from jsonb_each(e.props) p
    where p.key = any(cast(:include as text[]))) as properties
  from entity e where e.id = any(cast(:ids as bigint[]))""")

# Of a hub, no more edges are looked at than tell that something is hidden.
_HIDDEN = sql("""
  select n.id, (select count(*) from (
    select distinct o.id from (
      (select g.dst as id, g.rel from edge g where g.src = n.id limit :room) union all
      (select g.src as id, g.rel from edge g where g.dst = n.id limit :room)) o
    join entity t on t.id = o.id
    where {scope:t} and o.id <> all(cast(:ids as bigint[]))
      and (cast(:relations as int[]) is null or o.rel = any(cast(:relations as int[])))
      and (cast(:blueprints as int[]) is null or t.bp = any(cast(:blueprints as int[])))
    limit 100) h) as hidden
  from unnest(cast(:ids as bigint[])) n(id)""")


@dataclass(frozen=True, slots=True)
class Allowed:
    """What a walk may follow: relations and blueprints by number; None for any."""

    relations: list[int] | None
    blueprints: list[int] | None


@dataclass(slots=True)
class Walk:
    """One walk: upwards, to what an entity depends on, or downwards. What it saw, and what of that it saw last."""

    up: bool
    seen: set[int]
    frontier: list[int]


class Web(Protocol):
    """Entities and what they refer to: those of now, or of a past instant. Rows are read by the names of columns."""

    async def step(self, walk: Walk, allowed: Allowed, limit: int) -> Sequence[Any]:
        """Return up to so many neighbours of a walk's frontier that it did not see yet, in the order of numbers."""

    async def edges(self, ids: Sequence[int], allowed: Allowed, limit: int) -> Sequence[Any]:
        """Return up to so many edges between these entities."""

    async def pending(self, ids: Sequence[int], allowed: Allowed, limit: int) -> Sequence[Any]:
        """Return up to so many references of these entities to entities that do not exist."""

    async def facts(self, ids: Sequence[int], include: Sequence[str]) -> dict[int, dict[str, Any]]:
        """Return the teams of entities and the properties of these names, by number."""

    async def hidden(self, ids: Sequence[int], allowed: Allowed) -> dict[int, int]:
        """Return how many neighbours, up to a hundred, each of these entities has beyond them."""


@dataclass(frozen=True, slots=True)
class Now:
    """The web as the tables hold it."""

    work: Work

    async def step(self, walk: Walk, allowed: Allowed, limit: int) -> Sequence[Any]:
        """Return neighbours; see `Web`."""
        return await self.work.db.all(
            _UP if walk.up else _DOWN,
            access.filter(self.work, "read", "entities"),
            frontier=walk.frontier,
            seen=sorted(walk.seen),
            relations=allowed.relations,
            blueprints=allowed.blueprints,
            limit=limit,
        )

    async def edges(self, ids: Sequence[int], allowed: Allowed, limit: int) -> Sequence[Any]:
        """Return edges; see `Web`."""
        return await self.work.db.all(_EDGES, ids=ids, relations=allowed.relations, limit=limit)

    async def pending(self, ids: Sequence[int], allowed: Allowed, limit: int) -> Sequence[Any]:
        """Return references that wait; see `Web`."""
        return await self.work.db.all(
            _PENDING, ids=ids, relations=allowed.relations, blueprints=allowed.blueprints, limit=limit
        )

    async def facts(self, ids: Sequence[int], include: Sequence[str]) -> dict[int, dict[str, Any]]:
        """Return teams and properties; see `Web`."""
        rows = await self.work.db.all(_FACTS, ids=ids, include=list(include))
        return {row["id"]: {"team": row["team"], "properties": orjson.loads(row["properties"] or "{}")} for row in rows}

    async def hidden(self, ids: Sequence[int], allowed: Allowed) -> dict[int, int]:
        """Return numbers of neighbours beyond; see `Web`."""
        rows = await self.work.db.all(
            _HIDDEN,
            access.filter(self.work, "read", "entities"),
            ids=ids,
            relations=allowed.relations,
            blueprints=allowed.blueprints,
            room=len(ids) + 100,
        )
        return {row["id"]: row["hidden"] for row in rows}
