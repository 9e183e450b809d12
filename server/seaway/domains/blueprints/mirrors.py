"""Where the path of a mirror leads, and what its values are like (semantics 4.1).

A path is a chain of relations that ends with a property, a relation or a `$meta` of the last blueprint. What it ends
with may be computed, another mirror included.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from seaway.domains.blueprints.types import Blueprint, BlueprintDraft, Json

Definition = Blueprint | BlueprintDraft
Definitions = Mapping[str, Definition]
METAS: Mapping[str, Json] = {
    "$identifier": {"type": "string"},
    "$title": {"type": "string"},
    "$icon": {"type": "string"},
    "$team": {"type": "array", "items": {"type": "string", "format": "team"}},
    "$blueprint": {"type": "string"},
    "$createdAt": {"type": "string", "format": "date-time"},
    "$createdBy": {"type": "string"},
    "$updatedAt": {"type": "string", "format": "date-time"},
    "$updatedBy": {"type": "string"},
}
_KEPT = ("type", "format", "spec", "items", "enum", "enumColors", "colorized", "colors")


@dataclass(frozen=True, slots=True)
class Route:
    """The way of a mirror: the relations to follow, in order, each with its blueprint, and what is read at the end.

    `many` says that a relation on the way leads to many: the values are a list then.
    """

    hops: tuple[tuple[str, str], ...]
    end: str
    part: str
    many: bool


def route(path: str, start: Definition, known: Definitions) -> Route | str:
    """Return where a path leads, or what is wrong with it, in words."""
    *relations, part = path.split(".")
    place, hops, many = start, list[tuple[str, str]](), False
    for name in relations:
        relation = place.relations.get(name)
        if relation is None:
            return f'"{name}" is no relation of blueprint "{place.identifier}"'
        if relation.target not in known:
            return f'relation "{name}" leads to blueprint "{relation.target}", which does not exist'
        hops.append((place.identifier, name))
        many = many or relation.many
        place = known[relation.target]
    if not any(part in held for held in (METAS, place.properties, place.relations, sections(place))):
        return f'blueprint "{place.identifier}" has no property or relation "{part}"'
    return Route(tuple(hops), place.identifier, part, many)


def sections(place: Definition) -> dict[str, str]:
    """Return in which section each computed property of a definition stands."""
    names = ("mirrorProperties", "calculationProperties", "aggregationProperties")
    return {name: section for section in names for name in place.extra.get(section, {})}


def definition(
    place: Definition, name: str, known: Definitions, seen: frozenset[tuple[str, str]] = frozenset()
) -> Json:
    """Return how the values of a property, stored or computed, are declared; `{}` where a path leads nowhere."""
    section = sections(place).get(name)
    if section is None:
        return place.properties.get(name, {})
    given: Json = place.extra[section][name]
    if section == "aggregationProperties":
        return {"type": "number"}
    if section == "calculationProperties":
        return {key: given[key] for key in _KEPT if given.get(key) is not None}
    here = (place.identifier, name)
    led = route(given["path"], place, known)
    if here in seen or isinstance(led, str):
        return {}
    return _mirrored(led, known, seen | {here})


def _mirrored(led: Route, known: Definitions, seen: frozenset[tuple[str, str]]) -> Json:
    place = known[led.end]
    own: Json
    if led.part in METAS:
        own = METAS[led.part]
    elif led.part in place.relations:
        own = {"type": "array", "items": {"type": "string"}} if place.relations[led.part].many else {"type": "string"}
    else:
        found = definition(place, led.part, known, seen)
        own = {key: found[key] for key in _KEPT if found.get(key) is not None}
    if not led.many or not own or own["type"] == "array":
        return own
    return {"type": "array", "items": {key: own[key] for key in ("type", "format") if key in own}}
