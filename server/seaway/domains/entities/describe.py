"""Blueprints and the caller as the search language sees them."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from seaway.core.errors import Invalid
from seaway.core.work import Work
from seaway.domains.blueprints import properties
from seaway.domains.blueprints import service as blueprints
from seaway.domains.blueprints.types import Blueprint, Json
from seaway.domains.entities import store
from seaway.domains.entities.types import Entity
from seaway.engines.query.caller import Caller, Known, asks_for_caller, wanted
from seaway.engines.query.errors import BadQueryError
from seaway.engines.query.nodes import ContextValue, Group
from seaway.engines.query.parse import parse
from seaway.engines.query.shapes import META_KINDS, Kind, Property, Relation, Shape
from seaway.kit import clock

USER, TEAM = "_user", "_team"
_KEEP = 5_000
_shapes: dict[tuple[int, int], Shape] = {}
MIRRORS = "mirrorProperties"
_KINDS = {"datetime": Kind.DATETIME, "timer": Kind.DATETIME}


def query(raw: Any, path: str = "") -> Group:
    """Read a query; `path` is where it stands in the body.

    Raises:
        Invalid: it cannot be read; `details.path` names the rule.
    """
    try:
        return parse(raw, path)
    except BadQueryError as error:
        raise refusal(error) from None


def refusal(error: BadQueryError) -> Invalid:
    """Return what the API answers to a query that cannot be used."""
    return Invalid(str(error), details={"path": error.path or "query"})


async def shape(work: Work, blueprint: Blueprint) -> Shape:
    """Return a blueprint as a query sees it."""
    return (await shapes(work, [blueprint]))[0]


async def shapes(work: Work, wanted: Collection[Blueprint]) -> list[Shape]:
    """Return blueprints as a query sees them: what their mirrors are like, the blueprints that they lead to say."""
    mirroring = any(MIRRORS in each.extra for each in wanted)
    known = await blueprints.list_all(work) if mirroring else ()
    return [among(each, known) for each in wanted]


def among(blueprint: Blueprint, others: Iterable[Blueprint]) -> Shape:
    """Return a blueprint as a query sees it, given the others; one without mirrors is remembered under its version."""
    if MIRRORS in blueprint.extra:
        return _shape(blueprint, {each.identifier: each for each in (*others, blueprint)})
    key = blueprint.id, blueprint.version
    if (known := _shapes.get(key)) is None:
        if len(_shapes) >= _KEEP:
            _shapes.clear()
        known = _shapes[key] = _shape(blueprint, {})
    return known


def all_of(known: Collection[Blueprint]) -> list[Shape]:
    """Return all blueprints as queries see them."""
    return [among(each, known) for each in known]


def shape_of(blueprint: Blueprint) -> Shape:
    """Return a definition as a query sees it, such as one of the past, which has no version of its own."""
    return _shape(blueprint, {})


def _shape(blueprint: Blueprint, others: Mapping[str, Blueprint]) -> Shape:
    stored = {name: property_(name, definition) for name, definition in blueprint.properties.items()}
    declared = {name: blueprints.computed_definition(blueprint, name, others) for name in blueprint.computed()}
    computed = {name: property_(name, definition, computed=True) for name, definition in declared.items() if definition}
    return Shape(
        blueprint.id,
        blueprint.identifier,
        {**stored, **computed},
        {name: Relation(each.id, name, each.target_id, each.many) for name, each in blueprint.relations.items()},
    )


def property_(name: str, definition: Json, *, computed: bool = False) -> Property:
    """Return a property, as declared, as a query sees it."""
    kind = properties.kind_of(definition)
    items = definition.get("items") or {}
    return Property(
        name,
        _KINDS.get(kind) or Kind(kind),
        definition.get("format") or None,
        items.get("type") or None,
        items.get("format") or None,
        computed,
    )


async def caller(work: Work, queries: Iterable[Group]) -> Caller:
    """Return who asks, with the values of the own user and teams that these queries name."""
    asked = [group for group in queries if asks_for_caller(group)]
    now = clock.now()
    if not asked:
        return Caller(now)
    email = work.actor.email
    blueprint = await blueprints.find(work, USER)
    user = await store.one(work, blueprint.id, USER, email) if blueprint and email else None
    teams = user.team if user else ()
    values: dict[ContextValue, Known] = {}
    for value in {found for group in asked for found in wanted(group)}:
        if value.context == "user":
            values[value] = await _known(work, blueprint, user, value.property)
        else:
            values[value] = await _of_teams(work, teams, value.property)
    return Caller(now, email, work.actor.name if email else None, teams, values)


async def _known(work: Work, blueprint: Blueprint | None, user: Entity | None, name: str) -> Known:
    if blueprint is None:
        return Known(None, Kind.STRING)
    kind = META_KINDS.get(name)
    if kind is None:
        found = (await shape(work, blueprint)).properties.get(name)
        kind = found.kind if found else Kind.STRING
    return Known(None if user is None else _value(user, name), kind)


async def _of_teams(work: Work, teams: tuple[str, ...], name: str) -> Known:
    if name == "$identifier":
        return Known(list(teams), Kind.ARRAY)
    blueprint = await blueprints.find(work, TEAM)
    found = [await store.one(work, blueprint.id, TEAM, team) for team in teams] if blueprint else []
    values = [_value(team, name) for team in found if team is not None]
    return Known([value for value in values if isinstance(value, str | int | float)], Kind.ARRAY)


def _value(entity: Entity, name: str) -> Any:
    if name not in META_KINDS:
        return entity.properties.get(name)
    metas = {
        "$identifier": entity.identifier,
        "$title": entity.title,
        "$icon": entity.icon,
        "$team": list(entity.team),
        "$blueprint": entity.blueprint,
        "$createdAt": clock.iso(entity.created_at),
        "$createdBy": entity.created_by,
        "$updatedAt": clock.iso(entity.updated_at),
        "$updatedBy": entity.updated_by,
        "$datasource": entity.source,
    }
    return metas[name]
