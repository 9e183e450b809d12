"""What is related to an entity: by each relation of both directions, and along a path of several.

A step is a relation's name, followed to what it points to; or `blueprint,relation`, followed back to the entities of
that blueprint that point here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from seaway.core import cursor
from seaway.core.errors import Invalid
from seaway.core.work import Work
from seaway.domains.blueprints import service as blueprints
from seaway.domains.blueprints.types import Blueprint
from seaway.domains.entities import graph, reads, related_store
from seaway.domains.entities.reads import Wanted
from seaway.domains.entities.related_store import MOST, Sought, Step

MAX_STEPS = 4


@dataclass(frozen=True, slots=True)
class Related:
    """A page of related entities of one blueprint. `count` is exact below the bound, `more` says it was reached."""

    blueprint: str
    entities: list[Any]
    count: int
    more: bool
    next: str | None


async def groups(work: Work, blueprint: str, identifier: str) -> list[dict[str, Any]]:
    """Return each relation of an entity, what it points to first, with the number of entities there.

    Raises:
        NotFound: no such blueprint or entity.
    """
    root = await graph.root(work, blueprint, identifier)
    known = {each.id: each for each in await blueprints.list_all(work)}
    here = await blueprints.get(work, blueprint)
    return [
        _group(row, known, here) for row in await related_store.counts(work, root["id"], here.id) if row["bp"] in known
    ]


def _group(row: Any, known: dict[int, Blueprint], here: Blueprint) -> dict[str, Any]:
    forward = row["way"] == "out"
    declared = known[row["bp"]]
    step = row["relation"] if forward else f"{declared.identifier},{row['relation']}"
    target = here.relations[row["relation"]].target if forward else declared.identifier
    return {
        "path": [step],
        "relation": row["relation"],
        "direction": "upstream" if forward else "downstream",
        "blueprint": target,
        "count": row["count"],
        "more": row["count"] >= MOST,
    }


@dataclass(frozen=True, slots=True)
class Asked:
    """Which related entities: along which path, with which text in title or identifier, and which page."""

    path: Sequence[str]
    text: str | None = None
    limit: int = 50
    start: str | None = None


async def along(work: Work, blueprint: str, identifier: str, asked: Asked) -> Related:
    """Return a page of the entities that a path leads to, by title.

    Raises:
        NotFound: no such blueprint or entity. Invalid: a step is no relation there, or the cursor is another's.
    """
    root = await graph.root(work, blueprint, identifier)
    known = {each.identifier: each for each in await blueprints.list_all(work)}
    steps, target = _path(known, blueprint, asked.path)
    belongs = cursor.digest("related", work.org, blueprint, identifier, list(asked.path), asked.text)
    sought = Sought(_after(asked.start, belongs), asked.text, asked.limit + 1)
    rows = await related_store.along(work, root["id"], steps, sought)
    reached, found = rows[0]["reached"], [row for row in rows if row["id"] is not None]
    more, found = len(found) > asked.limit, found[: asked.limit]
    entities = await reads.shapes(work, known[target], found, Wanted(titles=True))
    last = found[-1] if more else None
    following = cursor.write(belongs, [last["title"] or last["ident"], last["ident"]]) if last else None
    return Related(target, entities, reached, reached >= MOST, following)


def _after(start: str | None, belongs: str) -> tuple[str, str] | None:
    if not start:
        return None
    place = cursor.read(start, belongs, "cursor")
    if len(place) != 2 or not all(isinstance(each, str) for each in place):
        raise cursor.broken("cursor")
    return place[0], place[1]


def _path(known: dict[str, Blueprint], blueprint: str, path: Sequence[str]) -> tuple[list[Step], str]:
    """Return the steps of a path by number, and the blueprint it leads to."""
    if not 0 < len(path) <= MAX_STEPS:
        raise Invalid(f"path: give 1 to {MAX_STEPS} steps", details={"path": "query.path"})
    steps = []
    for index, text in enumerate(path):
        origin, comma, name = text.rpartition(",")
        declared = known.get(origin if comma else blueprint)
        relation = declared.relations.get(name) if declared else None
        if declared is None or relation is None or (comma and relation.target != blueprint):
            raise Invalid(
                f'path: "{text[:100]}" is no step from "{blueprint}"; name one of its relations, or '
                f'"blueprint,relation" for one that points to it',
                details={"path": f"query.path.{index}"},
            )
        steps.append(Step(relation.id, forward=not comma))
        blueprint = declared.identifier if comma else relation.target
    return steps, blueprint
