"""The revising half of a batch: compare locked rows with what was sent, and write those that differ."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from seaway.core import changes, origin
from seaway.core.changes import Change
from seaway.core.work import Work
from seaway.domains.entities import drafts, store, write_store
from seaway.domains.entities.batch import Slot, changed_relations, settle
from seaway.domains.entities.creation import Arrows, Known, record_created, stub_rows
from seaway.domains.entities.definition import Definition
from seaway.domains.entities.drafts import Reference
from seaway.domains.entities.store import Existing
from seaway.domains.entities.types import WriteMode
from seaway.domains.entities.undo import SECTIONS, State
from seaway.domains.entities.write_store import Update


@dataclass(frozen=True, slots=True)
class Move:
    """An entity on its way from one state to another. `hash` is the digest it gets, `undo` the way back."""

    old: Existing
    new: State
    hash: int | None
    undo: dict[str, Any]


async def revise(work: Work, targets: Known, slots: Sequence[Slot], sources: Sequence[int]) -> list[Slot]:
    """Write the drafts of these slots over what is stored; return the slots whose entity is gone.

    `sources` are entities that are locked in the same pass, since new entities settle what they waited for.
    """
    if not slots and not sources:
        return []
    known = targets.definition
    rows = await store.locked(work, known.id, [slot.identifier for slot in slots], sources)
    there = [slot for slot in slots if slot.identifier in rows]
    for slot in there:
        slot.existing = rows[slot.identifier]
    await targets.seek_for(work, there)
    for slot in there:
        settle(slot, targets.frame)
    moves = [move for slot in there if (move := _move(slot, targets.mode)) is not None]
    await write(work, known, targets, [move for move in moves if move.undo])
    await _renew(work, known, [move for move in moves if not move.undo])
    return [slot for slot in slots if slot.identifier not in rows]


def _move(slot: Slot, mode: WriteMode) -> Move | None:
    """Return what the drafts of a slot make of its entity; None when every one of them was refused."""
    if slot.existing is None or slot.after is None or all(each.result == "failed" for each in slot.outcomes):
        return None
    return Move(slot.existing, slot.after, slot.hash(mode), slot.undo)


async def write(work: Work, known: Definition, targets: Known, moves: Sequence[Move]) -> None:
    """Write new states over locked rows, with their edges and change records."""
    if not moves:
        return
    await write_store.update(work, [Update(move.old.id, move.new, move.hash, move.old.large) for move in moves])
    await _reconnect(work, known, targets, moves)
    source = await origin.source_id(work)
    records = [Change(move.old.id, "U", move.undo, displaced=_displaces(move, source)) for move in moves]
    await changes.record(work, "entity", records, blueprint=known.id)


def _displaces(move: Move, source: int | None) -> bool:
    """Tell whether a value that another source wrote is replaced."""
    if source is None or move.old.source in (None, source):
        return False
    undo = move.undo
    return any(undo.get(name) for name in ("title", "icon", "team")) or any(
        value not in (None, []) for section in SECTIONS for value in undo.get(section, {}).values()
    )


async def _reconnect(work: Work, known: Definition, targets: Known, moves: Sequence[Move]) -> None:
    """Make the edges of changed relations what the new states say; make stubs where the mode allows them."""
    relation = {name: each.id for name, each in known.blueprint.relations.items()}
    changed: list[tuple[int, int]] = []
    references: dict[int, list[Reference]] = {}
    for move in moves:
        names = [name for name in changed_relations(move.old.state, move.new) if name in relation]
        if names:
            changed.extend((move.old.id, relation[name]) for name in names)
            held = move.new.relations
            references[move.old.id] = known.references({name: held.get(name) for name in names})
    stubs = targets.stubs(target for named in references.values() for _, target in named) if targets.may_stub else []
    if stubs:
        created = await write_store.insert(work, stub_rows(stubs))
        targets.found.update(created)
        await write_store.settle(work, created)
        await record_created(work, created)
    arrows = Arrows(known, targets.found)
    for source, named in references.items():
        arrows.add(source, named)
    await write_store.relink(work, changed, arrows.edges)
    await write_store.wait_for(work, arrows.waiting)


async def _renew(work: Work, known: Definition, moves: Sequence[Move]) -> None:
    """Renew the stamp of rows that stay as they are, and digests that no resend could match any more.

    A digest of the present version is left alone: it belongs to another payload with the same outcome, and rewriting
    it each time would turn two clients with different payloads into an endless stream of writes.
    """
    source = await origin.source_id(work)
    rows = []
    for move in moves:
        stale = move.hash is not None and not drafts.of_version(move.old.hash, known.blueprint.version)
        stamped = source is not None and source != move.old.source
        if stale or stamped:
            rows.append((move.old.id, move.hash if stale else move.old.hash))
    await write_store.renew(work, rows)
