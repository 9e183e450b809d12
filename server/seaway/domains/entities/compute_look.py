"""What is computed for an entity and how it got so; and what a definition would come to, before it is saved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from seaway.core.errors import Invalid, NotFound, Unavailable
from seaway.core.feed import admin
from seaway.core.work import Work
from seaway.domains.access import service as access
from seaway.domains.blueprints import service as blueprints
from seaway.domains.blueprints.types import COMPUTED, Blueprint
from seaway.domains.entities import compute_plan, compute_store, compute_values, store
from seaway.domains.entities.compute_values import Value
from seaway.engines import jq

HANDLER = "entities.compute"
SAMPLE = 5


@dataclass(frozen=True, slots=True)
class Computed:
    """What is computed for an entity, by property; `at` is when any of it last changed, None while nothing is there.

    Everything up to the position `as_of` is reflected; None before the first change.
    """

    values: Mapping[str, Value]
    at: datetime | None
    as_of: str | None


async def of(work: Work, blueprint: str, identifier: str) -> Computed:
    """Return what is computed for an entity.

    Raises:
        NotFound: no such blueprint or entity.
    """
    known, entity = await _entity(work, blueprint, identifier)
    # Before the values: those may be newer than it says, never older.
    as_of = await admin.reached(work.db, HANDLER)
    found = await compute_store.of_one(work, entity)
    names = known.computed()
    if found is None:
        return Computed(dict.fromkeys(names, Value()), None, as_of)
    held, at = found
    return Computed({name: Value(held.values.get(name), held.errors.get(name)) for name in names}, at, as_of)


async def declared(work: Work, blueprint: str) -> dict[str, Mapping[str, Any]]:
    """Return how the values of each computed property are declared, as a stored one would be; `{}` where none can be.

    Raises:
        NotFound: no such blueprint.
    """
    known = await blueprints.get(work, blueprint)
    others = {each.identifier: each for each in await blueprints.list_all(work)} | {known.identifier: known}
    return {name: blueprints.computed_definition(known, name, others) for name in known.computed()}


async def _entity(work: Work, blueprint: str, identifier: str) -> tuple[Blueprint, int]:
    await access.require(work, "read", "entities")
    known = await blueprints.get(work, blueprint)
    entity = await store.one(work, known.id, blueprint, identifier)
    if entity is None:
        raise NotFound.of("entity", identifier, within=blueprint)
    return known, entity.id


@dataclass(frozen=True, slots=True)
class Asked:
    """A definition to try: its section, its name, and for which entities; the first ones where none are named."""

    section: str
    name: str
    definition: Mapping[str, Any]
    entities: Sequence[str] = ()


async def preview(work: Work, blueprint: str, asked: Asked) -> list[tuple[str, str | None, Value]]:
    """Return what a definition comes to: identifier, title and value of each entity. Nothing is kept.

    What it builds on is taken as it was computed last.

    Raises:
        PermissionMissing: the actor may not change blueprints. NotFound: no such blueprint.
        InvalidDefinition: it could not be saved so. Unavailable: no program can be run at the moment.
    """
    await access.require(work, "update", "blueprints")
    known = await blueprints.get(work, blueprint)
    tried = replace(known, extra=_with(known, asked))
    await blueprints.check_computed(work, known, tried)
    others = [each for each in await blueprints.list_all(work) if each.id != known.id]
    [step] = [each for each in compute_plan.made([*others, tried]).of(known.id) if each.name == asked.name]
    rows = await compute_store.sample(work, known.id, asked.entities, SAMPLE)
    try:
        found = await compute_values.values(work, [step], [row["id"] for row in rows])
    except jq.WorkersAwayError as error:
        raise Unavailable(str(error)) from None
    return [(row["ident"], row["title"], found[asked.name].get(row["id"], Value())) for row in rows]


def _with(known: Blueprint, asked: Asked) -> dict[str, Any]:
    """Return the blueprint's further sections with the definition in its place."""
    if asked.section not in COMPUTED:
        raise Invalid(f"section: must be one of {', '.join(COMPUTED)}", details={"path": "section"})
    rest = {
        section: {name: given for name, given in known.extra.get(section, {}).items() if name != asked.name}
        for section in COMPUTED
    }
    return {**known.extra, **rest, asked.section: {**rest[asked.section], asked.name: dict(asked.definition)}}
