"""Deleting entities, with whoever cannot live without them, and letting go of them everywhere else.

An exclusive lock on the blueprint keeps every writer away that could refer to a deleted entity (writers share the locks
of all blueprints they may refer to), so no edge is left dangling.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from seaway.core import changes
from seaway.core.changes import Change
from seaway.core.work import Work
from seaway.domains.blueprints import service as blueprints
from seaway.domains.blueprints.types import Blueprint, Relation
from seaway.domains.entities import delete_store, store
from seaway.domains.entities.definition import TEAM_BLUEPRINT
from seaway.domains.entities.delete_store import Pointer, Row
from seaway.domains.entities.errors import HasDependents
from seaway.domains.entities.undo import State, diff, whole

CHUNK = 2000
SHOWN = 20


@dataclass(frozen=True, slots=True)
class Model:
    """All blueprints of an organisation, and for each relation its owner."""

    blueprints: Mapping[int, Blueprint]
    relations: Mapping[int, Relation]
    owners: Mapping[int, int]

    def inbound(self, targets: Collection[int], *, required: bool = False) -> list[int]:
        """Return the relations that point at one of these blueprints."""
        return [
            number
            for number, each in self.relations.items()
            if each.target_id in targets and (each.required or not required)
        ]

    def dependents(self, blueprint: int) -> set[int]:
        """Return a blueprint and those whose entities require it, directly or through others."""
        found = {blueprint}
        waiting = [blueprint]
        while waiting:
            for number in self.inbound([waiting.pop()], required=True):
                if self.owners[number] not in found:
                    found.add(self.owners[number])
                    waiting.append(self.owners[number])
        return found

    def owned(self) -> list[int]:
        """Return the blueprints whose entities belong to teams directly."""
        return [each.id for each in self.blueprints.values() if (each.ownership or {}).get("type") == "Direct"]


async def model(work: Work) -> Model:
    """Return the organisation's model as of now."""
    listed = {each.id: each for each in await blueprints.list_all(work)}
    relations = {each.id: each for blueprint in listed.values() for each in blueprint.relations.values()}
    owners = {each.id: blueprint.id for blueprint in listed.values() for each in blueprint.relations.values()}
    return Model(listed, relations, owners)


@dataclass(frozen=True, slots=True)
class Order:
    """What to delete.

    `dependents`: also whoever requires it; `own_dependents`: those of the same blueprint alone. `keep_references`:
    others go on naming it, and wait.
    """

    blueprint: Blueprint
    identifiers: Sequence[str]
    dependents: bool = False
    keep_references: bool = False
    own_dependents: bool = False


async def run(work: Work, order: Order) -> list[str]:
    """Delete the entities among these identifiers; return those that existed, in the order given.

    Raises:
        HasDependents: others require one of them; nothing is deleted.
    """
    known = await model(work)
    locked = known.dependents(order.blueprint.id) if order.dependents else {order.blueprint.id}
    await store.hold(work, shared=(), exclusive=locked)
    known = await model(work)
    chosen = await delete_store.find(work, order.blueprint.id, list(dict.fromkeys(order.identifiers)))
    victims = set(chosen)
    if not order.keep_references:
        victims |= await _dependents(work, known, order, chosen)
    await _delete(work, known, victims, keep_references=order.keep_references)
    there = set(chosen.values())
    return [name for name in dict.fromkeys(order.identifiers) if name in there]


async def _dependents(work: Work, known: Model, order: Order, chosen: Mapping[int, str]) -> set[int]:
    """Return who requires the chosen entities, directly or through others.

    Raises:
        HasDependents: somebody does, and the order does not name dependents.
    """
    found: set[int] = set()
    level = list(chosen)
    required = [number for number, each in known.relations.items() if each.required]
    while level:
        pointers = await delete_store.pointing(work, level, required)
        outside = [each for each in pointers if each.source not in found and each.source not in chosen]
        barring = [each for each in outside if not (order.own_dependents and each.blueprint == order.blueprint.id)]
        if barring and not order.dependents:
            raise _refusal(known, order, barring)
        level = list({each.source for each in outside})
        found.update(level)
    return found


def _refusal(known: Model, order: Order, pointers: Iterable[Pointer]) -> HasDependents:
    named = sorted({(known.blueprints[each.blueprint].identifier, each.identifier) for each in pointers})
    one = order.identifiers[0] if len(order.identifiers) == 1 else None
    what = f'Entity "{one}" of blueprint "{order.blueprint.identifier}"' if one else "The request"
    return HasDependents(what, named[:SHOWN], len(named))


async def _delete(work: Work, known: Model, victims: set[int], *, keep_references: bool) -> None:
    """Lock everyone concerned in one order; let go of the victims; delete them."""
    if not victims:
        return
    pointers: defaultdict[int, list[Pointer]] = defaultdict(list)
    if not keep_references:
        for pointer in await delete_store.pointing(work, list(victims), list(known.relations)):
            if pointer.source not in victims:
                pointers[pointer.source].append(pointer)
    members = await _members(work, known, victims)
    everyone = sorted({*victims, *pointers, *members})
    doomed: list[Row] = []
    others: list[Row] = []
    for start in range(0, len(everyone), CHUNK):
        for row in await delete_store.locked(work, everyone[start : start + CHUNK]):
            (doomed if row.id in victims else others).append(row)
    gone = {row.id: row.state.identifier for row in doomed}
    teams = {row.state.identifier for row in doomed if _is_team(known, row)}
    await follow(work, [(row, _without(known, row, pointers[row.id], gone, teams)) for row in others])
    await delete_store.delete(work, doomed, keep_references=keep_references)
    await _record(work, doomed)


def _is_team(known: Model, row: Row) -> bool:
    return known.blueprints[row.blueprint].identifier == TEAM_BLUEPRINT


async def _members(work: Work, known: Model, victims: Collection[int]) -> list[int]:
    """Return the entities that a team among the victims owns."""
    teams = next((each.id for each in known.blueprints.values() if each.identifier == TEAM_BLUEPRINT), None)
    if teams is None:
        return []
    named = await delete_store.named(work, teams, list(victims))
    return await delete_store.in_teams(work, known.owned(), named) if named else []


def _without(
    known: Model, row: Row, pointers: Sequence[Pointer], gone: Mapping[int, str], teams: Collection[str]
) -> State:
    """Return an entity's state without the entities that are gone."""
    relations: dict[str, Any] = dict(row.state.relations)
    for pointer in pointers:
        name = known.relations[pointer.relation].name
        held = relations.get(name)
        if isinstance(held, list):
            relations[name] = [item for item in held if item != gone.get(pointer.target)]
        elif held == gone.get(pointer.target):
            relations[name] = None
    team = tuple(name for name in row.state.team if name not in teams)
    return row.state._replace(relations=relations, team=team)


async def follow(work: Work, moves: Sequence[tuple[Row, State]]) -> None:
    """Write states that follow from what happened to targets, with change records that say so."""
    by_blueprint: defaultdict[int, list[tuple[Row, State]]] = defaultdict(list)
    for row, state in moves:
        if diff(row.state, state):
            by_blueprint[row.blueprint].append((row, state))
    for blueprint, group in by_blueprint.items():
        for start in range(0, len(group), CHUNK):
            part = group[start : start + CHUNK]
            await delete_store.follow(work, [(row.id, state) for row, state in part])
            records = [Change(row.id, "U", {**diff(row.state, state), "follows": True}) for row, state in part]
            await changes.record(work, "entity", records, blueprint=blueprint)


async def _record(work: Work, rows: Sequence[Row]) -> None:
    by_blueprint: defaultdict[int, list[Change]] = defaultdict(list)
    for row in rows:
        by_blueprint[row.blueprint].append(Change(row.id, "D", whole(row.state, _facts(row))))
    for blueprint, records in by_blueprint.items():
        await changes.record(work, "entity", records, blueprint=blueprint)


def _facts(row: Row) -> dict[str, Any]:
    """Return what history needs of a deleted row; people and stamps by their interned numbers."""
    return {
        "createdAt": row.created_at.isoformat(),
        "createdBy": row.created_by,
        "updatedAt": row.updated_at.isoformat(),
        "updatedBy": row.updated_by,
        "source": row.source,
    }
