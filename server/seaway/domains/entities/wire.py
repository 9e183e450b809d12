"""Rows of entities as the API's JSON (semantics 7.1 and 7.6).

A whole entity goes out as the JSON text that PostgreSQL hands over: nothing is parsed. When a caller asks for a part of
the entity, or for titles beside relation targets, `shaped` parses and picks.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import orjson

from seaway.domains.entities.types import Entity
from seaway.kit.clock import iso

METAS = ("identifier", "title", "icon", "team", "blueprint", "createdAt", "createdBy", "updatedAt", "updatedBy")
SCORECARDS = "scorecards"
ALWAYS = frozenset({"identifier", "blueprint"})
Titles = Mapping[tuple[str, str], str | None]
"""(blueprint, identifier) → title."""


class Row(Protocol):
    """A row with the columns of `columns.SHOWN`."""

    def __getitem__(self, key: str, /) -> Any:
        """Return the value of a column."""


@dataclass(frozen=True, slots=True)
class Shape:
    """Which parts of an entity an answer holds. `targets` (relation → blueprint) is set when titles go with relations.

    Paths are those of the entity's JSON (`properties.repo`, `relations`), metas with or without `$`, or bare names of
    properties. `identifier` and `blueprint` are always there; what `include` names wins over `exclude`. Properties that
    are `hidden` are never there.
    """

    include: frozenset[str] = frozenset()
    exclude: frozenset[str] = frozenset()
    targets: Mapping[str, str] | None = None
    hidden: frozenset[str] = frozenset()

    @property
    def whole(self) -> bool:
        """Whether rows can go out as they are."""
        return not self.include and not self.exclude and self.targets is None and not self.hidden

    @property
    def scored(self) -> bool:
        """Whether results in scorecards are asked for."""
        return SCORECARDS in self.include if self.include else SCORECARDS not in self.exclude


WHOLE = Shape()


def shape(
    include: Iterable[str] = (),
    exclude: Iterable[str] = (),
    targets: Mapping[str, str] | None = None,
    hidden: frozenset[str] = frozenset(),
) -> Shape:
    """Return the shape that a request's `include` and `exclude` ask for."""
    return Shape(frozenset(map(_path, include)), frozenset(map(_path, exclude)), targets, hidden)


def _path(text: str) -> str:
    """Return a path in the entity's JSON; a bare name that is no part of an entity is a property."""
    bare = text.removeprefix("$")
    head, dot, _ = bare.partition(".")
    if bare in METAS or bare == SCORECARDS or (head in {"properties", "relations"} and (dot or bare == head)):
        return bare
    return f"properties.{text}"


def shaped(row: Row, form: Shape = WHOLE, titles: Titles | None = None) -> Any:
    """Return an entity in the shape that was asked for: ready JSON, to be put into an answer, when it is whole."""
    if form.whole:
        return orjson.Fragment(row["whole"])
    parts = orjson.loads(row["whole"])
    for name in form.hidden:
        parts["properties"].pop(name, None)
    if form.targets is not None:
        parts["relations"] = titled(parts["relations"], form.targets, titles or {})
    return pick(parts, form)


def pick(parts: dict[str, Any], form: Shape) -> dict[str, Any]:
    """Return the parts of an entity's dictionary that the shape asks for."""
    if not form.include and not form.exclude:
        return parts
    answer: dict[str, Any] = {}
    for key, value in parts.items():
        if key in {"properties", "relations"}:
            picked = {name: item for name, item in value.items() if _wanted(key, name, form)}
            if picked or _wanted(key, None, form):
                answer[key] = picked
        elif key in ALWAYS or _wanted(key, None, form):
            answer[key] = value
    return answer


def _wanted(key: str, name: str | None, form: Shape) -> bool:
    path = key if name is None else f"{key}.{name}"
    if form.include:
        return path in form.include or key in form.include
    return path not in form.exclude and key not in form.exclude


def references(rows: Iterable[Row], targets: Mapping[str, str]) -> set[tuple[str, str]]:
    """Return every (blueprint, identifier) that the rows' relations name, for `store.titles`."""
    found: set[tuple[str, str]] = set()
    for row in rows:
        for name, value in orjson.loads(row["whole"])["relations"].items():
            if value and name in targets:
                found.update((targets[name], item) for item in _listed(value))
    return found


def titled(relations: Mapping[str, Any], targets: Mapping[str, str], titles: Titles) -> dict[str, Any]:
    """Return relations with `{identifier, title}` in place of each identifier."""

    def one(name: str, identifier: str) -> dict[str, str | None]:
        return {"identifier": identifier, "title": titles.get((targets[name], identifier))}

    answer: dict[str, Any] = {}
    for name, value in relations.items():
        if value is None or name not in targets:
            answer[name] = value
        else:
            answer[name] = [one(name, item) for item in value] if isinstance(value, list) else one(name, value)
    return answer


def _listed(value: Any) -> Sequence[str]:
    return value if isinstance(value, list) else [value]


def of_entity(entity: Entity) -> dict[str, Any]:
    """Return an entity value as the API's dictionary."""
    return {
        "identifier": entity.identifier,
        "title": entity.title,
        "icon": entity.icon,
        "blueprint": entity.blueprint,
        "team": list(entity.team),
        "properties": dict(entity.properties),
        "relations": dict(entity.relations),
        "createdAt": iso(entity.created_at),
        "createdBy": entity.created_by,
        "updatedAt": iso(entity.updated_at),
        "updatedBy": entity.updated_by,
    }
