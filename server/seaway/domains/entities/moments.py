"""What many entities were right after records of theirs: the state of today, or the last, with later changes undone."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import orjson

from seaway.core.work import Work
from seaway.domains.entities import history_store, store, undo
from seaway.domains.entities.history_store import FOLLOWED
from seaway.domains.entities.types import Entity
from seaway.domains.entities.undo import State

Moment = tuple[int, int]
"""An entity's number, and the sequence number of a record of it."""


async def states_after(work: Work, moments: Collection[Moment]) -> dict[Moment, State]:
    """Return what entities that the actor may read were right after these records, none of them a deletion.

    A record with more than 200 changes after it is left out.
    """
    first: dict[int, int] = {}
    for ref, seq in moments:
        first[ref] = min(seq, first.get(ref, seq))
    later: dict[int, list[Any]] = {ref: [] for ref in first}
    for row in await history_store.followed(work, first) if first else ():
        later[row["ref"]].append(row)
    present = {entity.id: entity for entity in await store.numbered(work, list(first))} if first else {}
    found = {moment: _after(moment[1], later[moment[0]], present.get(moment[0])) for moment in moments}
    return {moment: state for moment, state in found.items() if state is not None}


def _after(seq: int, later: Sequence[Any], present: Entity | None) -> State | None:
    if len(later) > FOLLOWED and seq < later[0]["seq"]:
        return None
    undos: list[Mapping[str, Any]] = []
    end = None if present is None else _state(present)
    for row in later:
        if row["seq"] <= seq:
            continue
        held = orjson.loads(row["undo"]) if row["undo"] else {}
        if row["op"] == "D":
            end = undo.revived(held)
            break
        undos.append(held)
    if end is None:
        return None
    for held in reversed(undos):
        end = undo.rewind(end, held)
    return end


def _state(entity: Entity) -> State:
    return State(entity.identifier, entity.title, entity.icon, entity.team, entity.properties, entity.relations)
