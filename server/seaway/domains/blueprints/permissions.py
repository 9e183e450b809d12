"""Who may do what with the entities of a blueprint, as administrators wrote it down (semantics 12.3).

Only what differs from the defaults is kept, by operation, and by key where an operation has keys.
"""

from collections.abc import Mapping
from typing import Any

from seaway.core import events
from seaway.core.work import Work
from seaway.domains.access import service as access
from seaway.domains.access.types import Kind
from seaway.domains.blueprints import reads, store
from seaway.domains.blueprints.errors import InvalidDefinition
from seaway.domains.blueprints.events import (
    PropertiesRemoved,
    PropertyRenamed,
    RelationRenamed,
    RelationsRemoved,
)
from seaway.domains.blueprints.types import Blueprint

KIND: Kind = "blueprints"
META = ("$title", "$identifier", "$icon", "$team")
PROPERTIES, RELATIONS = "updateProperties", "updateRelations"
OPERATIONS = ("read", "register", "update", "unregister")
_MODERATED = ("Admin", "{}-moderator")


def matrix(blueprint: Blueprint, kept: Mapping[str, Any]) -> dict[str, Any]:
    """Return every operation with who may do it: what is kept over the defaults, for the keys that there are now."""
    shown = {name: _block(blueprint, kept.get(name), members=name == "read") for name in OPERATIONS}
    for section, keys in _keys(blueprint).items():
        own = kept.get(section, {})
        shown[section] = {key: _block(blueprint, own.get(key)) for key in keys}
    return shown


def _block(blueprint: Blueprint, kept: Mapping[str, Any] | None, *, members: bool = False) -> dict[str, Any]:
    roles = [name.format(blueprint.identifier) for name in _MODERATED] + ["Member"] * members
    return {"users": [], "roles": roles, "teams": [], "ownedByTeam": False, **(kept or {})}


def _keys(blueprint: Blueprint) -> dict[str, list[str]]:
    return {PROPERTIES: [*META, *blueprint.properties], RELATIONS: list(blueprint.relations)}


async def of(work: Work, identifier: str) -> dict[str, Any]:
    """Return who may do what with the entities of a blueprint.

    Raises:
        NotFound: no such blueprint, or the actor may not know of it.
    """
    blueprint = await reads.get(work, identifier)
    return matrix(blueprint, await access.lists(work, KIND, blueprint.id))


async def change(work: Work, identifier: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """Replace the lists that are given, operation by operation and key by key; a null policy goes.

    Raises:
        PermissionMissing: as it says. NotFound: no such blueprint. InvalidDefinition: it has no such key.
    """
    await access.require(work, "update", KIND)
    await store.serialise(work)
    blueprint = await reads.get(work, identifier)
    after = dict(await access.lists(work, KIND, blueprint.id))
    known = _keys(blueprint)
    for operation, block in given.items():
        if operation not in known:
            after[operation] = _merged(after.get(operation), block)
            continue
        section = dict(after.get(operation, {}))
        for key, lists in block.items():
            if key not in known[operation]:
                raise InvalidDefinition(
                    f"entities.{operation}.{key}", f'blueprint "{identifier}" has no such key; name one it has'
                )
            section[key] = _merged(section.get(key), lists)
        after[operation] = section
    await access.change_lists(work, KIND, blueprint.id, after)
    return matrix(blueprint, after)


def _merged(before: Mapping[str, Any] | None, given: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in {**(before or {}), **given}.items() if value is not None}


@events.within(PropertyRenamed)
async def follow_property(work: Work, event: PropertyRenamed) -> None:
    """Let what is kept of a property bear its new name."""
    await _move(work, event.blueprint, PROPERTIES, {event.old: event.new})


@events.within(PropertiesRemoved)
async def forget_properties(work: Work, event: PropertiesRemoved) -> None:
    """Drop what is kept of properties that go."""
    await _move(work, event.blueprint, PROPERTIES, dict.fromkeys(event.names))


@events.within(RelationRenamed)
async def follow_relation(work: Work, event: RelationRenamed) -> None:
    """Let what is kept of a relation bear its new name."""
    await _move(work, event.blueprint, RELATIONS, {event.old: event.new})


@events.within(RelationsRemoved)
async def forget_relations(work: Work, event: RelationsRemoved) -> None:
    """Drop what is kept of relations that go."""
    await _move(work, event.blueprint, RELATIONS, dict.fromkeys(relation.name for relation in event.relations))


async def _move(work: Work, blueprint: Blueprint, section: str, names: Mapping[str, str | None]) -> None:
    """Rename keys of a section; those without a new name go."""
    kept = await access.lists(work, KIND, blueprint.id)
    own: dict[str, Any] = kept.get(section, {})
    if own.keys().isdisjoint(names):
        return
    moved = {names.get(key, key): value for key, value in own.items() if names.get(key, key) is not None}
    await access.change_lists(work, KIND, blueprint.id, {**kept, section: moved})
