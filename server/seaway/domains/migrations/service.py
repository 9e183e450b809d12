"""The door of migrations: start a copy or a removal, look at them, cancel, take a copy back; and their next parts."""

from collections.abc import Mapping
from typing import Any

from seaway.core import changes
from seaway.core.changes import Change
from seaway.core.errors import NotFound, SeawayError
from seaway.core.work import Work
from seaway.domains.access import service as access
from seaway.domains.blueprints import service as blueprints
from seaway.domains.entities import service as entities
from seaway.domains.migrations import copying, store
from seaway.domains.migrations.errors import MigrationEnded, MigrationNotUndoable, MigrationRunning
from seaway.domains.migrations.store import NewMigration, Progress
from seaway.domains.migrations.types import KIND, Filter, Migration, Portion, Status
from seaway.kit import ids

CLEARED = 500
TAKEN_BACK = 200
LISTED = 1_000


async def copy(work: Work, source: str, mapping: Mapping[str, Any]) -> Migration:
    """Start copying the entities that a blueprint has now, by a mapping.

    Raises:
        MigrationRunning: another migration of the blueprint is under way. Others as `copying.ends`.
    """
    origin, target = await copying.ends(work, source, mapping)
    total, last = await entities.extent(work, origin.id)
    new = NewMigration(
        ids.public_id("mig"), "copy", (origin.id, origin.identifier), (target.id, target.identifier), mapping,
        total=total, last=last,
    )  # fmt: skip
    return await _begun(work, new)


async def clear(work: Work, name: str, *, delete_blueprint: bool) -> Migration:
    """Have all entities of a blueprint deleted; while that is under way, asking again returns what is under way.

    Raises:
        NotFound: no such blueprint. HasDependents: entities of other blueprints require some of them.
        MigrationRunning: a migration of another kind is under way.
    """
    if delete_blueprint:
        await access.require(work, "delete", "blueprints")
    await access.require(work, "delete", "entities")
    blueprint = await blueprints.get(work, name)
    await entities.check_emptying(work, blueprint)
    total, last = await entities.extent(work, blueprint.id)
    new = NewMigration(
        ids.public_id("mig"), "clear", (blueprint.id, blueprint.identifier), delete_blueprint=delete_blueprint,
        total=total, last=last,
    )  # fmt: skip
    under_way = await store.active(work, blueprint.id)
    if under_way is not None and (under_way.op, under_way.delete_blueprint) == ("clear", delete_blueprint):
        return under_way
    return await _begun(work, new)


async def undo(work: Work, public_id: str) -> Migration:
    """Start taking a copy back, wherever nothing else changed since what it wrote.

    Raises:
        PermissionMissing, NotFound: as they say. MigrationNotUndoable: it cannot be taken back.
        MigrationRunning: another migration of the blueprint that it wrote to is under way.
    """
    await access.require(work, "update", "entities")
    await access.require(work, "delete", "entities")
    found = await store.hold(work, (await get(work, public_id)).id)
    if found is None or not found.undoable or found.target_id is None or found.target is None:
        raise MigrationNotUndoable(f'Migration "{public_id}" cannot be taken back: {_why(found)}')
    target = (found.target_id, found.target)
    new = NewMigration(ids.public_id("mig"), "undo", target, target, undoes=found.id, total=found.done)
    return await _begun(work, new)


async def cancel(work: Work, public_id: str, reason: str | None) -> Migration:
    """Call a migration off: it ends before its next part, and what is done stays done.

    Raises:
        PermissionMissing, NotFound: as they say. MigrationEnded: it has come to its end.
    """
    await access.require(work, "update", "entities")
    found = await store.hold(work, (await get(work, public_id)).id)
    if found is None or not found.active:
        raise MigrationEnded(f'Migration "{public_id}" has ended; there is nothing to cancel')
    if found.status != "PENDING_CANCELLATION":
        await _moved(work, found, Progress("PENDING_CANCELLATION", reason=reason, hand=True))
    return await get(work, public_id)


async def get(work: Work, public_id: str) -> Migration:
    """Return a migration.

    Raises:
        PermissionMissing: as it says. NotFound: there is none of this id.
    """
    await access.require(work, "read", "entities")
    found = await store.find(work, public_id)
    if found is None:
        raise NotFound.of("migration", public_id)
    return found


async def list_all(work: Work, wanted: Filter) -> list[Migration]:
    """Return the latest thousand migrations of those that are wanted, the newest first."""
    await access.require(work, "read", "entities")
    return await store.listed(work, wanted, LISTED)


async def accept(work: Work, number: int) -> Migration | None:
    """Note that a job waits for a worker; return the migration, None when there is none to be done."""
    found = await store.hold(work, number)
    if found is None or not found.active:
        return None
    if found.status == "INITIALIZING":
        await _moved(work, found, Progress("PENDING"))
    return found


async def next_part(work: Work, number: int) -> Portion | bool:
    """Do the next part; return whether any may be left, or of a copy what is to be mapped and kept next.

    Raises:
        SeawayError: something that came to be meanwhile stands in the way.
    """
    found = await store.hold(work, number)
    if found is None or not found.active:
        return False
    if found.status == "PENDING_CANCELLATION":
        await _moved(work, found, Progress("CANCELLED"))
        return False
    if found.status != "RUNNING":
        await _moved(work, found, Progress("RUNNING"))
        return True
    if found.op == "copy":
        return await copying.next_portion(work, found) or await _end(work, found)
    return await (_clear(work, found) if found.op == "clear" else _take_back(work, found))


async def fail(work: Work, number: int, error: SeawayError) -> None:
    """Write down that it cannot go on, and why; what is done stays done."""
    found = await store.hold(work, number)
    if found is not None and found.active:
        await _moved(work, found, Progress("FAILURE", failed=0 if found.failed else 1, reason=error.message))


async def _clear(work: Work, found: Migration) -> bool:
    blueprint = (await blueprints.by_ids(work, [found.blueprint_id])).get(found.blueprint_id)
    deleted = await entities.empty(work, blueprint, CLEARED) if blueprint else None
    if deleted is None:
        if blueprint is not None and found.delete_blueprint:
            await blueprints.delete(work, blueprint.identifier)
        await _moved(work, found, Progress("COMPLETED"))
        return False
    await store.advance(work, found.id, Progress("RUNNING", done=deleted))
    return True


async def _take_back(work: Work, found: Migration) -> bool:
    undone = await store.by_number(work, found.undoes or 0)
    target = (await blueprints.by_ids(work, [found.blueprint_id])).get(found.blueprint_id)
    if undone is None or target is None:
        raise NotFound.of("blueprint", found.blueprint)
    span = entities.Span(found.blueprint_id, undone.cause, undone.created_at, undone.updated_at)
    refs = await entities.caused(work, span, int(found.after or 0), TAKEN_BACK)
    if not refs:
        return await _end(work, found)
    outcomes = await entities.take_back(work, target.identifier, refs, undone.cause)
    failures = copying.failed(outcomes)
    progress = Progress(
        "RUNNING",
        done=len(outcomes) - len(failures),
        failed=len(failures),
        after=str(refs[-1]),
        failures=[*found.failures, *failures],
    )
    await store.advance(work, found.id, progress)
    return True


async def _begun(work: Work, new: NewMigration) -> Migration:
    number = await store.add(work, new)
    if number is None:
        other = await store.active(work, new.blueprint[0])
        named = other.public_id if other else "another one"
        raise MigrationRunning(
            f'Migration {named} of blueprint "{new.blueprint[1]}" is under way; wait for its end, or cancel it',
            details={"migration": named},
        )
    await changes.record(work, KIND, [Change(number, "C")], blueprint=new.blueprint[0])
    return await get(work, new.public_id)


async def _end(work: Work, found: Migration) -> bool:
    """Bring a migration to its end. When everything was refused, it failed."""
    refused = found.failed > 0 and found.done == 0
    status: Status = "FAILURE" if refused else "COMPLETED"
    reason = f"Every one of {found.failed} entities was refused" if refused else None
    await _moved(work, found, Progress(status, reason=reason))
    return False


async def _moved(work: Work, found: Migration, progress: Progress) -> None:
    await store.advance(work, found.id, progress)
    await changes.record(work, KIND, [Change(found.id, "U", {"status": found.status})], blueprint=found.blueprint_id)


def _why(found: Migration | None) -> str:
    if found is None or found.op != "copy":
        return "only copies can; what was deleted is in the bin"
    if found.undone:
        return "that was done before"
    return "it is still at work" if found.active else "it wrote nothing"


preview = copying.preview
keep = copying.keep
