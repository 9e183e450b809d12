"""The door of entities: write, read one, delete. Searches, graph and history have modules of their own."""

from collections.abc import Collection, Sequence
from dataclasses import replace as changed

from seaway.core.errors import NotFound, Outdated
from seaway.core.plan import Plan
from seaway.core.work import Work
from seaway.domains.access import service as access
from seaway.domains.blueprints import service as blueprints
from seaway.domains.entities import (
    attribution,
    census,
    deletion,
    describe,
    emptying,
    find,
    following,
    identifiers,
    ingest,
    marks,
    moments,
    names,
    people,
    planning,
    queries,
    quick,
    renaming,
    restoring,
    store,
    taking_back,
    tally_store,
    trends,
    wire,
)
from seaway.domains.entities.errors import ProtectedEntity
from seaway.domains.entities.ingest import hold
from seaway.domains.entities.restore_store import Grave
from seaway.domains.entities.tally_store import Span
from seaway.domains.entities.trends import When
from seaway.domains.entities.types import BulkOutcome, Entity, EntityDraft, WriteMode, Written
from seaway.domains.entities.undo import State
from seaway.kit import clock

MAX_BULK_DELETE = 100
counts = census.counts
called, named, of_my_teams = names.called, names.named, names.of_my_teams
my_teams, owned_among = names.my_teams, names.owned_among
plan = planning.plan
states_after = moments.states_after
seek = quick.seek
shape = describe.shape
as_json = wire.of_entity
marked_by = marks.marked_by
cut = trends.cut
restore = restoring.restore
put_back = restoring.put_back
count_matching = find.count
written_for_runs = attribution.written_for_runs
check_emptying, empty = emptying.check, emptying.part
extent, documents, caused, take_back = (
    tally_store.extent,
    tally_store.documents,
    tally_store.caused,
    taking_back.take_back,
)
USERS = people.BLUEPRINT


async def write(work: Work, blueprint: str, draft: EntityDraft, mode: WriteMode) -> Written:
    """Create, replace or merge one entity, as the mode says.

    Raises:
        PermissionMissing, NotFound, EntityTaken, InvalidProperty, …: as the failed item of a batch would say.
    """
    if mode.validation_only:
        async with work.db.rehearsing():
            return await write(work, blueprint, draft, changed(mode, validation_only=False))
    [outcome] = await write_many(work, blueprint, [draft], mode)
    if outcome.error is not None:
        raise outcome.error
    entity = await get(work, blueprint, outcome.identifier)
    return Written(entity, outcome.created, outcome.extra)


async def write_many(work: Work, blueprint: str, drafts: Sequence[EntityDraft], mode: WriteMode) -> list[BulkOutcome]:
    """Write a batch of drafts of one blueprint (1,000 at a time is cheapest); a draft that fails holds up no other.

    Two drafts of one identifier are applied in order. Call it once per unit of work, or `hold` all blueprints first.

    Raises:
        PermissionMissing: the actor may not write. NotFound: no such blueprint.
    """
    if mode.validation_only:
        async with work.db.rehearsing():
            return await write_many(work, blueprint, drafts, changed(mode, validation_only=False))
    if not mode.update_only:
        await access.require(work, "create", "entities")
    if mode.upsert or mode.update_only:
        await access.require(work, "update", "entities")
    if not queries.any_in(drafts):
        return await _run(work, blueprint, drafts, mode)
    asked = await queries.resolve(work, blueprint, drafts)
    outcomes = await _run(work, blueprint, asked.drafts, mode)
    placed = [changed(outcome, index=asked.places[outcome.index]) for outcome in outcomes]
    return sorted([*placed, *asked.refused], key=lambda outcome: outcome.index)


async def _run(work: Work, blueprint: str, drafts: Sequence[EntityDraft], mode: WriteMode) -> list[BulkOutcome]:
    if blueprint == people.BLUEPRINT:
        return await people.write(work, drafts, mode)
    return await ingest.run(work, blueprint, drafts, mode)


async def rewrite(work: Work, blueprint: str, identifier: str, draft: EntityDraft, mode: WriteMode) -> Written:
    """Replace or merge the entity that has this identifier; a draft with another identifier also renames it.

    Raises:
        NotFound: no such entity. InvalidDraft: the other identifier is none. Outdated: it is of another version than
        those that the mode names. Others as `write`.
    """
    if mode.based_on is not None:
        await access.require(work, "update", "entities")
        await ingest.hold_alone(work, blueprint, mode)  # nobody writes between this look and the write
        _check_version(await get(work, blueprint, identifier), mode.based_on)
    new = identifier if draft.identifier is None else identifiers.check(draft.identifier)
    if new == identifier:
        return await write(work, blueprint, changed(draft, identifier=identifier), mode)
    await access.require(work, "update", "entities")
    if blueprint == people.BLUEPRINT:
        raise ProtectedEntity("identifier: a user keeps their e-mail address; add another user instead")
    known = await ingest.hold_alone(work, blueprint, mode)
    written = await write(work, blueprint, changed(draft, identifier=identifier), mode)
    await renaming.run(work, known, identifier, new)
    return Written(await get(work, blueprint, new), created=False, extra=written.extra)


def _check_version(entity: Entity, versions: Collection[int]) -> None:
    if entity.version not in versions:
        raise Outdated(
            f'Entity "{entity.identifier}" was changed at {clock.iso(entity.updated_at)}, after it was read; '
            "read it again and base the write on that",
            details={"entity": entity.identifier, "updatedBy": entity.updated_by},
        )


async def get(work: Work, blueprint: str, identifier: str) -> Entity:
    """Return an entity; one that was renamed is found under its former identifiers too.

    Raises:
        NotFound: no such blueprint or entity, or the actor may not know of it.
    """
    known = await blueprints.get(work, blueprint)
    entity = await store.one(work, known.id, blueprint, identifier)
    if entity is None and (present := await store.former(work, known.id, identifier)) is not None:
        entity = await store.one(work, known.id, blueprint, present)
    if entity is None:
        raise NotFound.of("entity", identifier, within=blueprint)
    return entity


async def number(work: Work, blueprint: str, identifier: str) -> int:
    """Return the number of an entity that the actor may read.

    Raises:
        PermissionMissing: as it says. NotFound: no such entity, or the actor may not know of it.
    """
    await access.require(work, "read", "entities")
    return (await get(work, blueprint, identifier)).id


async def numbers(work: Work, blueprint: str, identifiers: Sequence[str]) -> dict[str, int]:
    """Return the numbers of those entities that exist and that the actor may read, by identifier.

    Raises:
        NotFound: no such blueprint.
    """
    known = await blueprints.get(work, blueprint)
    found = await store.resolved(work, [(known.id, name) for name in dict.fromkeys(identifiers)])
    return {name: number for (_, name), number in found.items()}


async def delete(
    work: Work, blueprint: str, identifier: str, *, delete_dependents: bool = False, digest: str | None = None
) -> None:
    """Delete an entity; those that refer to it let go of it.

    Raises:
        NotFound: no such entity. HasDependents: others require it, and `delete_dependents` is not set.
        PlanOutdated: a digest is given, and this is not the plan that was confirmed.
    """
    if not await delete_many(work, blueprint, [identifier], delete_dependents=delete_dependents):
        raise NotFound.of("entity", identifier, within=blueprint)
    if digest is not None:
        (await plan(work)).confirm(digest)


async def plan_deletion(work: Work, blueprint: str, identifier: str, *, delete_dependents: bool = False) -> Plan:
    """Return what deleting an entity would do. Raises as `delete` does."""
    async with work.db.rehearsing():
        await delete(work, blueprint, identifier, delete_dependents=delete_dependents)
        return await plan(work)


async def delete_many(
    work: Work,
    blueprint: str,
    identifiers: Sequence[str],
    *,
    delete_dependents: bool = False,
    keep_references: bool = False,
) -> list[str]:
    """Delete entities, all or none; return the identifiers of those that existed.

    `delete_dependents` also deletes whoever requires one of them. `keep_references` leaves the references of others
    as they are, waiting for the entity to come back: what an import needs whose file vanished.

    Raises:
        NotFound: no such blueprint. HasDependents: others require one of them.
    """
    await access.require(work, "delete", "entities")
    known = await blueprints.get(work, blueprint)
    if blueprint == people.BLUEPRINT:
        await people.hold(work)
    deleted = await deletion.run(work, deletion.Order(known, identifiers, delete_dependents, keep_references))
    if blueprint == people.BLUEPRINT:
        await people.remove(work, deleted)
    return deleted


listening = (following, people)
"""Modules that listen to events from below; importing the door brings them in."""

__all__ = [
    "MAX_BULK_DELETE",
    "USERS",
    "Grave",
    "Span",
    "State",
    "When",
    "as_json",
    "called",
    "caused",
    "check_emptying",
    "count_matching",
    "counts",
    "cut",
    "delete",
    "delete_many",
    "documents",
    "empty",
    "extent",
    "get",
    "hold",
    "marked_by",
    "my_teams",
    "named",
    "numbers",
    "of_my_teams",
    "owned_among",
    "plan",
    "plan_deletion",
    "put_back",
    "restore",
    "rewrite",
    "shape",
    "states_after",
    "take_back",
    "write",
    "write_many",
    "written_for_runs",
]
