"""Taking back what was written to entities for one cause, from the change log: only where nothing happened since."""

from collections.abc import Mapping, Sequence

from seaway.core.errors import Conflict, SeawayError
from seaway.core.work import Work
from seaway.domains.access import service as access
from seaway.domains.blueprints import service as blueprints
from seaway.domains.entities import deletion, ingest, plan_store, tally_store
from seaway.domains.entities.deletion import Order
from seaway.domains.entities.tally_store import Step
from seaway.domains.entities.types import BulkOutcome, EntityDraft, WriteMode
from seaway.domains.entities.undo import State, rewind
from seaway.kit import clock

_BACK = WriteMode(update_only=True, pending_targets=True)


class ChangedSince(Conflict):
    """Something else changed what is to be taken back; `message` says what and when. It stays as it is."""

    error = "changed_since"


async def take_back(work: Work, blueprint: str, refs: Sequence[int], cause: str) -> list[BulkOutcome]:
    """Take back what was written to these entities for a cause: the new ones go, the others are what they were.

    Raises:
        PermissionMissing: the actor may not update and delete. NotFound: no such blueprint.
    """
    await access.require(work, "update", "entities")
    await access.require(work, "delete", "entities")
    known = await ingest.hold_alone(work, blueprint, _BACK)
    states = await plan_store.states(work, refs)
    outcomes: list[BulkOutcome] = []
    created: list[str] = []
    drafts: list[EntityDraft] = []
    for ref, steps in (await tally_store.since(work, refs, cause)).items():
        state = states.get(ref)
        if (bar := _bar(steps, state, cause)) is not None:
            outcomes.append(BulkOutcome(0, state.identifier if state else str(ref), "failed", bar))
        elif state is not None and steps[0].op == "C":
            created.append(state.identifier)
        elif state is not None:
            drafts.append(_before(state, steps))
    outcomes += await ingest.run(work, blueprint, drafts, _BACK) if drafts else []
    return outcomes + await _remove(work, known.identifier, created)


def _bar(steps: Sequence[Step], state: State | None, cause: str) -> ChangedSince | None:
    """Return why an entity cannot be taken back."""
    other = next((step for step in steps if step.cause != cause), None)
    if other is None and state is not None:
        return None
    last = other or steps[-1]
    done = "deleted" if last.op == "D" else "changed"
    name = f'"{state.identifier}"' if state else "An entity"
    return ChangedSince(f"{name} was {done} since, at {clock.iso(last.at)} by {last.who}")


def _before(state: State, steps: Sequence[Step]) -> EntityDraft:
    for step in reversed(steps):
        state = rewind(state, step.undo)
    parts: Mapping[str, object] = {
        "title": state.title, "icon": state.icon, "properties": state.properties, "relations": state.relations,
    } | ({"team": list(state.team)} if state.team else {})  # fmt: skip
    return EntityDraft(state.identifier, **parts, present=frozenset({"identifier", *parts}))  # type: ignore[arg-type]


async def _remove(work: Work, name: str, identifiers: Sequence[str]) -> list[BulkOutcome]:
    """Delete entities: all at once, and where that is refused one by one."""
    if not identifiers:
        return []
    blueprint = await blueprints.get(work, name)
    try:
        async with work.db.part():
            await deletion.run(work, Order(blueprint, identifiers))
        return [BulkOutcome(0, each, "updated") for each in identifiers]
    except SeawayError as error:
        if len(identifiers) == 1:
            return [BulkOutcome(0, identifiers[0], "failed", error)]
    return [outcome for each in identifiers for outcome in await _remove(work, name, [each])]
