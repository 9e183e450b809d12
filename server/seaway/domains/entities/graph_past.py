"""The graph around an entity as it was at an instant: the same walk, over the web of then, which is read at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from seaway.core.errors import NotFound
from seaway.core.work import Work
from seaway.domains.access import service as access
from seaway.domains.blueprints.types import Blueprint
from seaway.domains.entities import graph, past, past_store
from seaway.domains.entities.errors import TooCostly
from seaway.domains.entities.graph import Asked, Graph
from seaway.domains.entities.graph_store import Allowed, Walk
from seaway.domains.entities.past_store import Instant
from seaway.engines.query.sql import Sql

MAX_EDGES = 1_000_000
HIDDEN = 100
Edge = tuple[int, int, int]
"""(source, relation, target)."""


@dataclass(slots=True)
class Then:
    """The web as it was, in memory; see `graph_store.Web`. Properties are read when they are asked for."""

    work: Work
    past: Sql
    names: Mapping[int, str]
    nodes: dict[int, Any]
    waiting: Sequence[Any]
    up: dict[int, list[Edge]] = field(default_factory=dict)
    down: dict[int, list[Edge]] = field(default_factory=dict)

    async def step(self, walk: Walk, allowed: Allowed, limit: int) -> Sequence[Any]:
        """Return neighbours."""
        found = {
            edge[2] if walk.up else edge[0]
            for number in walk.frontier
            for edge in (self.up if walk.up else self.down).get(number, ())
            if _along(edge[1], allowed)
        }
        there = [number for number in sorted(found - walk.seen) if self._among(number, allowed)]
        return [self.nodes[number] for number in there[:limit]]

    async def edges(self, ids: Sequence[int], allowed: Allowed, limit: int) -> Sequence[Any]:
        """Return edges."""
        chosen = set(ids)
        found = sorted(
            edge for number in ids for edge in self.up.get(number, ()) if edge[2] in chosen and _along(edge[1], allowed)
        )
        return [{"src": src, "relation": self.names[rel], "dst": dst} for src, rel, dst in found[:limit]]

    async def pending(self, ids: Sequence[int], allowed: Allowed, limit: int) -> Sequence[Any]:
        """Return references to what did not exist."""
        chosen = set(ids)
        found = sorted(
            (row["src"], row["rel"], row["tident"], row["tbp"])
            for row in self.waiting
            if row["src"] in chosen
            and _along(row["rel"], allowed)
            and (allowed.blueprints is None or row["tbp"] in allowed.blueprints)
        )
        return [
            {"src": src, "relation": self.names[rel], "tbp": tbp, "tident": name}
            for src, rel, name, tbp in found[:limit]
        ]

    async def facts(self, ids: Sequence[int], include: Sequence[str]) -> dict[int, dict[str, Any]]:
        """Return teams and properties."""
        told = await past_store.facts(self.work, self.past, ids, include) if include else {}
        return {
            number: {"team": list(self.nodes[number]["team"]), "properties": told.get(number, {})} for number in ids
        }

    async def hidden(self, ids: Sequence[int], allowed: Allowed) -> dict[int, int]:
        """Return numbers of neighbours beyond."""
        chosen = set(ids)
        found = {}
        for number in ids:
            beyond = {
                other
                for edge in (*self.up.get(number, ()), *self.down.get(number, ()))
                if _along(edge[1], allowed)
                and (other := edge[2] if edge[0] == number else edge[0]) not in chosen
                and self._among(other, allowed)
            }
            found[number] = min(len(beyond), HIDDEN)
        return found

    def root(self, blueprint: int, identifier: str) -> Any | None:
        """Return the row of the entity that had a name, or None."""
        return next((row for row in self.nodes.values() if row["bp"] == blueprint and row["ident"] == identifier), None)

    def _among(self, number: int, allowed: Allowed) -> bool:
        return allowed.blueprints is None or self.nodes[number]["bp"] in allowed.blueprints


def _along(relation: int, allowed: Allowed) -> bool:
    return allowed.relations is None or relation in allowed.relations


@dataclass(frozen=True, slots=True)
class Scene:
    """The web of an instant, the definitions then, and the entity that a walk begins at; None if it did not exist."""

    web: Then
    known: Mapping[int, Blueprint]
    origin: Any | None


async def around(work: Work, blueprint: str, identifier: str, asked: Asked, at: str) -> Graph:
    """Return the graph around an entity as it was.

    Raises:
        NotFound: there was no such blueprint or entity then. Invalid: `at` is no instant, or an allowed relation or
        blueprint did not exist. TooCostly: too many entities would be looked at, or too much happened since.
    """
    await access.require(work, "read", "entities")
    async with work.db.steady():
        moment = await past.instant(work, at)
        found = await scene(work, (blueprint, identifier), moment, asked, at)
        if found.origin is None:
            raise NotFound(
                f'Entity "{identifier}" of blueprint "{blueprint}" did not exist at {at[:80]}',
                details={"resource": "entity", "with": "identifier", "withValue": identifier, "at": at[:80]},
            )
        return await graph.walked(found.web, found.origin, found.known, asked)


async def scene(work: Work, entity: tuple[str, str], at: Instant, asked: Asked, said: str) -> Scene:
    """Return the web of an instant around an entity (blueprint, identifier). Raises as `around`."""
    known = await past.world(work, at)
    owner = await past.named(work, known, entity[0], said)
    allowed = graph.allowing(known.values(), asked)
    chosen = {*known} if allowed.blueprints is None else {owner.id, *allowed.blueprints}
    before = await past.over(work, at, known, chosen)
    nodes, edges, waiting = await past_store.web(work, before, MAX_EDGES + 1)
    if len(edges) > MAX_EDGES:
        raise TooCostly(
            f"at: over {MAX_EDGES} relations would be looked at; name the blueprints to walk through",
            details={"path": "at", "relations": MAX_EDGES},
        )
    web = _web(work, before, known.values(), (nodes, edges, waiting))
    return Scene(web, known, web.root(owner.id, entity[1]))


def _web(work: Work, before: Sql, known: Iterable[Blueprint], read: tuple[list[Any], list[Any], list[Any]]) -> Then:
    nodes, edges, waiting = read
    names = {relation.id: relation.name for each in known for relation in each.relations.values()}
    web = Then(work, before, names, {row["id"]: row for row in nodes}, waiting)
    for row in edges:
        edge = (row["src"], row["rel"], row["dst"])
        if edge[0] not in web.nodes or edge[2] not in web.nodes:
            continue
        web.up.setdefault(edge[0], []).append(edge)
        web.down.setdefault(edge[2], []).append(edge)
    return web
