"""Stored entities follow their blueprint: values move with a renamed key, go with a removed one, widen with a relation.

Each listener runs in the transaction of the change, under the blueprint's own lock, which keeps writers of its entities
out. Entities are rewritten in bounded batches, each rewrite with its change record.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from seaway.core import changes, events
from seaway.core.changes import Change
from seaway.core.work import Work
from seaway.domains.blueprints.errors import HasDependents
from seaway.domains.blueprints.events import (
    BlueprintDeleting,
    PropertiesRemoved,
    PropertyRenamed,
    RelationRenamed,
    RelationsRemoved,
    RelationWidened,
)
from seaway.domains.blueprints.types import Blueprint
from seaway.domains.entities import census_store, write_store
from seaway.domains.entities import follow_store as store
from seaway.domains.entities.undo import State, diff
from seaway.domains.entities.write_store import Update

Rewrite = Callable[[State], State]


@events.within(BlueprintDeleting)
async def stay(work: Work, event: BlueprintDeleting) -> None:
    """Keep a blueprint that has entities; forget what is kept about one that has none."""
    if count := await census_store.entities(work, event.blueprint.id):
        raise HasDependents(f'Blueprint "{event.blueprint.identifier}" has dependents: it has {count} entities')
    await store.forget(work, event.blueprint.id)


@events.within(PropertyRenamed)
async def rename_property(work: Work, event: PropertyRenamed) -> None:
    """Move values to the new name."""

    def moved(state: State) -> State:
        return state._replace(properties=_moved(state.properties, event.old, event.new))

    await _rewrite(work, event.blueprint, [event.old], [], moved)


@events.within(PropertiesRemoved)
async def drop_properties(work: Work, event: PropertiesRemoved) -> None:
    """Drop the values of removed properties."""

    def dropped(state: State) -> State:
        return state._replace(properties=_without(state.properties, event.names))

    await _rewrite(work, event.blueprint, event.names, [], dropped)


@events.within(RelationRenamed)
async def rename_relation(work: Work, event: RelationRenamed) -> None:
    """Move targets to the new name; edges know the relation by its number."""

    def moved(state: State) -> State:
        return state._replace(relations=_moved(state.relations, event.old, event.new))

    await _rewrite(work, event.blueprint, [], [event.old], moved)


@events.within(RelationsRemoved)
async def drop_relations(work: Work, event: RelationsRemoved) -> None:
    """Drop the targets of removed relations, edges and pending references included."""
    names = [relation.name for relation in event.relations]

    def dropped(state: State) -> State:
        return state._replace(relations=_without(state.relations, names))

    touched = await _rewrite(work, event.blueprint, [], names, dropped)
    for start in range(0, len(touched), store.BATCH):
        part = touched[start : start + store.BATCH]
        await store.drop_edges(work, part, [relation.id for relation in event.relations])


@events.within(RelationWidened)
async def widen_relation(work: Work, event: RelationWidened) -> None:
    """Make each single target a list of one."""
    name = event.relation.name

    def widened(state: State) -> State:
        held = state.relations.get(name)
        if isinstance(held, list):
            return state
        return state._replace(relations={**state.relations, name: [] if held is None else [held]})

    await _rewrite(work, event.blueprint, [], [name], widened)


def _moved(values: Mapping[str, Any], old: str, new: str) -> dict[str, Any]:
    kept = {name: value for name, value in values.items() if name != old}
    return {**kept, new: values[old]} if old in values else kept


def _without(values: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in names}


async def _rewrite(
    work: Work, blueprint: Blueprint, properties: Sequence[str], relations: Sequence[str], rewrite: Rewrite
) -> list[int]:
    """Rewrite every entity that holds one of these keys; return the numbers of those that did."""
    touched: list[int] = []
    unstamped = replace(work, source=None)  # whoever redefines a blueprint does not become the source of its entities
    while rows := await store.holding(work, blueprint.id, properties, relations, touched[-1] if touched else 0):
        touched += [row.id for row in rows]
        moves = [(row, after, undo) for row in rows if (undo := diff(row.state, after := rewrite(row.state)))]
        await write_store.update(unstamped, [Update(row.id, after, None, large=True) for row, after, _ in moves])
        records = [Change(row.id, "U", {**undo, "follows": True}) for row, _, undo in moves]
        await changes.record(work, "entity", records, blueprint=blueprint.id)
    return touched
