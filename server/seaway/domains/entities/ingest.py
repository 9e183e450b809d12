"""The one way in: a batch of drafts of one blueprint, hash first and write second (performance.md 1).

1. One read tells who differs from what is stored; unchanged drafts cost no lock and no write.
2. For the others, locks keep redefinitions of the blueprint, and deletions in it and its targets, away. Writers share
   them; only who misses a target, and may make or await it, keeps the other writers of its blueprint away too.
3. New entities are inserted in the order of identifiers; those that another writer inserted first are updated instead.
4. Existing rows are locked in the order of numbers, compared in full, and written where they differ. Entities that
   waited for a new one are locked in the same pass: whoever changes the references of an entity holds its row.

A transaction that has begun step 4 never waits for one in step 3, and each step waits in one order, so that overlapping
batches do not deadlock. This holds for one batch per unit of work; whoever writes several blueprints in one unit calls
`hold` with all of them first.
"""

from collections.abc import Collection, Iterable, Sequence

from seaway.core import origin
from seaway.core.errors import SeawayError
from seaway.core.work import Work
from seaway.domains.blueprints.types import Blueprint
from seaway.domains.entities import definition, drafts, store, write_store
from seaway.domains.entities.batch import Slot
from seaway.domains.entities.creation import Known, create
from seaway.domains.entities.definition import Definition
from seaway.domains.entities.drafts import Target
from seaway.domains.entities.errors import MovedAway
from seaway.domains.entities.revision import revise
from seaway.domains.entities.types import BulkOutcome, EntityDraft, WriteMode

ROUNDS = 3


async def run(work: Work, blueprint: str, given: Sequence[EntityDraft], mode: WriteMode) -> list[BulkOutcome]:
    """Write a batch; return what became of each draft, in the order given.

    Raises:
        NotFound: the organisation has no such blueprint.
        MovedAway: the entities came and went under our hands several times.
    """
    known = await definition.of(work, blueprint)
    outcomes: list[BulkOutcome] = []
    slots = _slots(given, known, outcomes)
    if not slots:
        return outcomes
    differing, absent = await _differing(work, known, mode, slots, outcomes)
    if differing:
        held = await definition.of(work, blueprint, hold=True)
        if held.blueprint.version != known.blueprint.version:
            return await run(work, blueprint, given, mode)
        ready = _related(held, differing, outcomes)
        targets = Known(held, mode)
        await _hold_for(work, targets, ready)
        await _write(work, targets, ready, absent)
        outcomes.extend(outcome for slot in ready for outcome in slot.outcomes)
    return sorted(outcomes, key=lambda outcome: outcome.index)


async def hold(work: Work, blueprints: Iterable[str], *, exclusive: bool = False) -> list[Definition]:
    """Keep redefinitions of these blueprints, and deletions in them and their targets, away until the work ends.

    `exclusive` keeps every other writer of the targets away too: whoever makes stubs, or waits for targets, must see
    each target that another transaction is about to commit. Returns the definitions, which no longer move. They are
    held before the entities are: a redefinition holds its blueprint first as well.
    """
    held = [await definition.of(work, name, hold=True) for name in sorted(blueprints)]
    own = {each.id for each in held}
    targets = {target for each in held for target in each.targets()}
    if exclusive:
        await store.hold(work, shared=own - targets, exclusive=targets)
    else:
        await store.hold(work, shared=own | targets, exclusive=())
    return held


async def hold_alone(work: Work, name: str, mode: WriteMode) -> Blueprint:
    """Keep every other writer of a blueprint's entities away, with all the locks that a write in this mode takes.

    All of them in one pass: a lock that is taken, or widened, later could wait for somebody who waits for us.
    """
    held = await definition.of(work, name, hold=True)
    exclusive = {held.id} | held.targets() if mode.wide else {held.id}
    await store.hold(work, shared=held.targets() - exclusive, exclusive=exclusive)
    return held.blueprint


def _slots(given: Sequence[EntityDraft], known: Definition, outcomes: list[BulkOutcome]) -> dict[str, Slot]:
    """Return one slot per identifier, in the order of identifiers; drafts that cannot be read fail at once."""
    slots: dict[str, Slot] = {}
    for index, draft in enumerate(given):
        try:
            ready = drafts.incoming(index, draft, known.blueprint.version)
        except SeawayError as error:
            name = draft.identifier if isinstance(draft.identifier, str) else "unknown"
            outcomes.append(BulkOutcome(index, name, "failed", error))
            continue
        if (slot := slots.get(ready.identifier)) is None:
            slots[ready.identifier] = Slot(ready.identifier, [ready])
        else:
            slot.drafts.append(ready)
    return dict(sorted(slots.items()))


async def _differing(
    work: Work, known: Definition, mode: WriteMode, slots: dict[str, Slot], outcomes: list[BulkOutcome]
) -> tuple[list[Slot], set[str]]:
    """Return the slots that need a look, and which of them are absent; the others are settled here."""
    ordered = list(slots.values())
    bit = 1 if mode.merge else 0
    hashes = [slot.drafts[0].digest | bit if len(slot.drafts) == 1 and mode.upsert else None for slot in ordered]
    source = await origin.source_id(work)
    idents = list(slots)
    found = await store.standing(work, known.id, idents, hashes, store.Stamp(merge=mode.merge, source=source))
    if "d" not in found.values() and None not in found.values():
        await write_store.stamp(work, known.id, [idents[place] for place in sorted(found)])
        found = {}
    for place, slot in enumerate(ordered):
        if place not in found:
            outcomes.append(BulkOutcome(slot.drafts[0].index, slot.identifier, "unchanged"))
    absent = {idents[place] for place, standing in found.items() if standing is None}
    return [ordered[place] for place in sorted(found)], absent


def _related(known: Definition, slots: Sequence[Slot], outcomes: list[BulkOutcome]) -> list[Slot]:
    """Return the slots with their drafts' relations read; a draft whose relations do not fit fails."""
    for slot in slots:
        refused = []
        for draft in slot.drafts:
            try:
                draft.relations = known.relations(draft.draft.relations)
                draft.references = known.references(draft.relations)
            except SeawayError as error:
                refused.append(draft.index)
                outcomes.append(BulkOutcome(draft.index, slot.identifier, "failed", error))
        if refused:
            slot.drafts = [draft for draft in slot.drafts if draft.index not in refused]
    return [slot for slot in slots if slot.drafts]


class _Unguarded(Exception):
    """Targets are missing in blueprints whose other writers, one of whom may be about to commit them, are not away."""

    def __init__(self, blueprints: set[int]) -> None:
        self.blueprints = blueprints


async def _hold_for(work: Work, targets: Known, slots: Sequence[Slot]) -> None:
    """Keep redefinitions and deletions away, and learn which targets there are: they stay until the work ends.

    Writers that find all their targets do not wait for each other. Who misses one lets go of its locks and takes them
    anew, all in one pass, since a lock that is widened could wait for somebody who waits for us.
    """
    known = targets.definition
    everyone = {known.id, *known.targets()}
    if not targets.mode.wide:
        return await store.hold(work, shared=everyone, exclusive=())
    named = {target for slot in slots for draft in slot.drafts for _, target in draft.references}
    alone: set[int] = set()
    while True:
        try:
            async with work.db.part():
                await store.hold(work, shared=everyone - alone, exclusive=alone)
                return await _find_all(work, targets, named, alone)
        except _Unguarded as missing:
            alone |= missing.blueprints


async def _find_all(work: Work, targets: Known, named: Collection[Target], alone: Collection[int]) -> None:
    """Learn which of the named targets exist.

    Raises:
        _Unguarded: some do not, in blueprints that are not held alone; nothing is learnt.
    """
    await targets.seek(work, named)
    if missing := {target[0] for target in named if target not in targets.found}.difference(alone):
        targets.found.clear()
        raise _Unguarded(missing)


async def _write(work: Work, targets: Known, slots: list[Slot], absent: Collection[str]) -> None:
    """Create what is absent and revise what is there, until both agree on which is which."""
    known = targets.definition
    for _ in range(ROUNDS):
        created = await create(work, targets, [slot for slot in slots if slot.identifier in absent])
        sources = await write_store.waiting(work, created)
        there = [slot for slot in slots if slot.identifier not in absent or _lost(known, slot, created)]
        slots = await revise(work, targets, there, sources)
        if sources:
            await write_store.settle(work, created)
        if not slots:
            return
        absent = {slot.identifier for slot in slots}
    raise MovedAway(known.blueprint.identifier)


def _lost(known: Definition, slot: Slot, created: Collection[Target]) -> bool:
    """Tell whether another writer created the entity of an accepted slot."""
    return slot.after is not None and (known.id, slot.identifier) not in created
