"""What an entity depends on and what depends on it, level by level.

Both directions are two walks from the entity, and neither turns round: what shares a dependency with it is not related
to it. Between all that was reached, every edge is shown. A cut is told: by the limit, or by the depth.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from seaway.core.errors import Invalid, NotFound
from seaway.core.work import Work
from seaway.domains.blueprints import service as blueprints
from seaway.domains.blueprints.types import Blueprint
from seaway.domains.entities import graph_store, store
from seaway.domains.entities.graph_store import Allowed, Walk, Web

MAX_DEPTH, MAX_NODES = 6, 5_000
EDGES_PER_NODE = 10
MAX_EXPANDED, MAX_INCLUDED = 30, 10
COUNTED = 300
"""Of larger graphs, hidden neighbours are not counted: nobody could read the badges."""
_NO_FACTS: dict[str, Any] = {"team": [], "properties": {}}
Direction = Literal["both", "upstream", "downstream"]


@dataclass(frozen=True, slots=True)
class Asked:
    """How far and along what to walk. Empty `relations` and `blueprints` allow all; `limit` counts nodes.

    `expanded` are entities, by blueprint and identifier, whose neighbours of both directions are shown as well, if the
    walk reaches them. `include` names properties to tell of each entity.
    """

    depth: int = 1
    direction: Direction = "both"
    relations: Sequence[str] = ()
    blueprints: Sequence[str] = ()
    limit: int = 500
    expanded: Sequence[tuple[str, str]] = ()
    include: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Graph:
    """Nodes and edges as the API shows them. `truncated` says that the limit cut; `reason` says which one and where.

    `deeper` says that there is more beyond the depth that was asked for.
    """

    nodes: list[dict[str, Any]]
    edges: list[dict[str, Any]]
    truncated: bool
    reason: str | None
    deeper: bool


@dataclass(slots=True)
class _Reached:
    """Everything reached so far, by number, and why it is not everything there is."""

    rows: dict[int, Any]
    depths: dict[int, int]
    ways: dict[int, set[str]] = field(default_factory=dict)
    reasons: list[str] = field(default_factory=list)
    deeper: bool = False


async def around(work: Work, blueprint: str, identifier: str, asked: Asked) -> Graph:
    """Return the graph around an entity.

    Raises:
        NotFound: no such blueprint or entity. Invalid: an allowed relation or blueprint does not exist.
    """
    origin = await root(work, blueprint, identifier)
    known = {each.id: each for each in await blueprints.list_all(work)}
    return await walked(graph_store.Now(work), origin, known, asked)


async def walked(web: Web, origin: Any, known: Mapping[int, Blueprint], asked: Asked) -> Graph:
    """Return the graph around the row of an entity in a web: that of now, or of a past instant. Raises as `around`."""
    allowed = allowing(known.values(), asked)
    reached, walks = await _reach(web, origin, allowed, asked)
    reached.deeper = not reached.reasons and await _more(web, walks, allowed)
    await _expand(web, reached, allowed, (known, asked))
    return await _drawn(web, reached, allowed, known, asked)


async def numbers(web: Web, origin: Any, known: Mapping[int, Blueprint], asked: Asked) -> tuple[set[int], bool]:
    """Return the entities of a graph, by number, and whether the limit cut it. Raises as `around`."""
    reached, _ = await _reach(web, origin, allowing(known.values(), asked), asked)
    return set(reached.rows), bool(reached.reasons)


async def _reach(web: Web, origin: Any, allowed: Allowed, asked: Asked) -> tuple[_Reached, list[Walk]]:
    reached = _Reached({origin["id"]: origin}, {origin["id"]: 0})
    walks = [
        Walk(up, {origin["id"]}, [origin["id"]])
        for up, other in ((True, "downstream"), (False, "upstream"))
        if asked.direction != other
    ]
    for depth in range(1, asked.depth + 1):
        for walk in walks:
            await _step(web, walk, reached, allowed, (depth, asked.limit))
    return reached, walks


async def root(work: Work, blueprint: str, identifier: str) -> Any:
    """Return the row of the entity that has a name, or had it before it was renamed.

    Raises:
        NotFound: no such blueprint or entity.
    """
    row = await store.at(work, blueprint, identifier)
    if row is None:
        known = await blueprints.get(work, blueprint)
        present = await store.former(work, known.id, identifier)
        row = await store.at(work, blueprint, present) if present else None
    if row is None:
        raise NotFound.of("entity", identifier, within=blueprint)
    return row


def allowing(known: Iterable[Blueprint], asked: Asked) -> Allowed:
    """Return what a walk may follow.

    Raises:
        Invalid: an allowed relation or blueprint does not exist.
    """
    known = list(known)
    relations = [
        relation.id for each in known for relation in each.relations.values() if relation.name in asked.relations
    ]
    names = {relation for each in known for relation in each.relations}
    _all_there("relations", asked.relations, names)
    _all_there("blueprints", asked.blueprints, {each.identifier for each in known})
    listed = [each.id for each in known if each.identifier in asked.blueprints]
    return Allowed(relations if asked.relations else None, listed if asked.blueprints else None)


def _all_there(field_name: str, given: Sequence[str], names: set[str]) -> None:
    for name in given:
        if name not in names:
            raise Invalid(f'{field_name}: there is no "{name[:100]}"; leave it out', details={"path": field_name})


async def _step(web: Web, walk: Walk, reached: _Reached, allowed: Allowed, at: tuple[int, int]) -> None:
    depth, limit = at
    if not walk.frontier:
        return
    # What the other walk reached takes no room again, so ask for that much more.
    room = limit - len(reached.rows)
    shared = len(reached.rows.keys() - walk.seen)
    rows = await web.step(walk, allowed, room + shared + 1)
    walk.frontier = []
    for row in rows:
        number = row["id"]
        if number not in reached.rows:
            if len(reached.rows) >= limit:
                reached.reasons.append(f"more than {limit} entities within {depth} hops")
                break
            reached.rows[number], reached.depths[number] = row, depth
        reached.ways.setdefault(number, set()).add("upstream" if walk.up else "downstream")
        walk.seen.add(number)
        walk.frontier.append(number)


async def _expand(web: Web, reached: _Reached, allowed: Allowed, terms: tuple[Mapping[int, Blueprint], Asked]) -> None:
    """Add the neighbours of the entities that are to be expanded, one after the other."""
    known, asked = terms
    for wanted in asked.expanded:
        numbers = {(known[row["bp"]].identifier, row["ident"]): number for number, row in reached.rows.items()}
        if (number := numbers.get(wanted)) is None:
            continue
        for up, way in ((True, "upstream"), (False, "downstream")):
            room = asked.limit - len(reached.rows)
            rows = await web.step(Walk(up, set(reached.rows), [number]), allowed, room + 1)
            if len(rows) > room:
                reached.reasons.append(f"more than {asked.limit} entities, with the neighbours of {wanted[1]}")
            for row in rows[:room]:
                reached.rows[row["id"]], reached.depths[row["id"]] = row, reached.depths[number] + 1
                reached.ways[row["id"]] = {way}


async def _more(web: Web, walks: Sequence[Walk], allowed: Allowed) -> bool:
    for walk in walks:
        if walk.frontier and await web.step(walk, allowed, 1):
            return True
    return False


async def _drawn(web: Web, reached: _Reached, allowed: Allowed, known: Mapping[int, Blueprint], asked: Asked) -> Graph:
    ids = sorted(reached.rows)
    most = EDGES_PER_NODE * asked.limit
    found = await web.edges(ids, allowed, most + 1)
    if len(found) > most:
        reached.reasons.append(f"more than {most} relations between these entities")
    facts = await web.facts(ids, asked.include)
    hidden = await web.hidden(ids, allowed) if len(ids) <= COUNTED else {}
    nodes = {
        number: _node(row, known[row["bp"]].identifier, reached)
        | facts.get(number, _NO_FACTS)
        | {"hidden": hidden.get(number)}
        for number, row in reached.rows.items()
    }
    refs = {
        number: {"blueprint": node["blueprint"], "identifier": node["identifier"]} for number, node in nodes.items()
    }
    edges = [
        {"source": refs[row["src"]], "relation": row["relation"], "target": refs[row["dst"]]} for row in found[:most]
    ]
    listed = sorted(nodes.values(), key=lambda node: (node["depth"], node["blueprint"], node["identifier"]))
    if asked.direction != "downstream":
        await _await(web, reached, allowed, (known, asked), (listed, edges))
    reason = "; ".join(reached.reasons) or None
    return Graph(listed, edges, truncated=reason is not None, reason=reason, deeper=reached.deeper)


def _node(row: Any, blueprint: str, reached: _Reached) -> dict[str, Any]:
    ways = reached.ways.get(row["id"], set())
    return {
        "blueprint": blueprint,
        "identifier": row["ident"],
        "title": row["title"],
        "icon": row["icon"],
        "depth": reached.depths[row["id"]],
        "direction": "self" if not reached.depths[row["id"]] else "both" if len(ways) > 1 else min(ways),
        "pending": False,
    }


async def _await(
    web: Web,
    reached: _Reached,
    allowed: Allowed,
    terms: tuple[Mapping[int, Blueprint], Asked],
    drawn: tuple[list[dict[str, Any]], list[dict[str, Any]]],
) -> None:
    """Add the targets that do not exist yet, of what was reached upstream with a hop left to go."""
    (known, asked), (nodes, edges) = terms, drawn
    sources = [
        number
        for number, depth in reached.depths.items()
        if depth < asked.depth and (not depth or "upstream" in reached.ways[number])
    ]
    rows = await web.pending(sorted(sources), allowed, EDGES_PER_NODE * asked.limit)
    there: set[tuple[int, str]] = set()
    for row in rows:
        if row["tbp"] not in known:
            continue
        source, target = (
            reached.rows[row["src"]],
            {"blueprint": known[row["tbp"]].identifier, "identifier": row["tident"]},
        )
        if (row["tbp"], row["tident"]) not in there:
            if len(nodes) >= asked.limit:
                reached.reasons.append(f"more than {asked.limit} entities, with those that do not exist yet")
                return
            there.add((row["tbp"], row["tident"]))
            depth = reached.depths[row["src"]] + 1
            told = {"title": None, "icon": None, "depth": depth, "direction": "upstream", "pending": True, "hidden": 0}
            nodes.append(target | told | _NO_FACTS)
        origin = {"blueprint": known[source["bp"]].identifier, "identifier": source["ident"]}
        edges.append({"source": origin, "relation": row["relation"], "target": target})
