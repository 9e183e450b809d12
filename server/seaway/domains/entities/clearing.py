"""Deleting all entities of a blueprint, in the background and in bounded parts (semantics 3.4).

Each part is a transaction of its own: after a crash another worker goes on with what is left.
"""

from seaway.core import changes
from seaway.core.changes import Change
from seaway.core.errors import NotFound, SeawayError
from seaway.core.work import Work
from seaway.domains.access import service as access
from seaway.domains.blueprints import service as blueprints
from seaway.domains.entities import clear_store as store
from seaway.domains.entities import delete_store, deletion, people
from seaway.domains.entities.clear_store import Clearing
from seaway.domains.entities.deletion import Order
from seaway.domains.entities.errors import HasDependents
from seaway.kit import ids

KIND = "migration"
PART = 500
SHOWN = 20


async def ask(work: Work, name: str, *, delete_blueprint: bool) -> Clearing:
    """Have all entities of a blueprint deleted; while that is under way, asking again returns what is under way.

    Raises:
        NotFound: no such blueprint. HasDependents: entities of other blueprints require some of them.
    """
    await access.require(work, "delete", "entities")
    if delete_blueprint:
        await access.require(work, "delete", "blueprints")
    blueprint = await blueprints.get(work, name)
    known = await deletion.model(work)
    outside = [
        number for number in known.inbound({blueprint.id}, required=True) if known.owners[number] != blueprint.id
    ]
    if outside and (pointers := await delete_store.requiring(work, blueprint.id, outside, SHOWN)):
        named = [(known.blueprints[each.blueprint].identifier, each.identifier) for each in pointers]
        raise HasDependents(f'Blueprint "{name}"', named, len(named))
    made = await store.add(
        work, ids.public_id("mig"), (blueprint.id, blueprint.identifier), delete_blueprint=delete_blueprint
    )
    if made is None:
        under_way = await store.active(work, blueprint.id)
        return under_way if under_way is not None else await ask(work, name, delete_blueprint=delete_blueprint)
    await changes.record(work, KIND, [Change(made.id, "C")], blueprint=blueprint.id)
    return made


async def get(work: Work, public_id: str) -> Clearing:
    """Return a clearing.

    Raises:
        NotFound: there is none of this id.
    """
    await access.require(work, "read", "entities")
    found = await store.find(work, public_id)
    if found is None:
        raise NotFound.of("migration", public_id)
    return found


async def part(work: Work, number: int) -> bool:
    """Delete the next entities; return whether any may be left. The last part also deletes the blueprint, if asked to.

    Raises:
        SeawayError: something that came to be meanwhile stands in the way.
    """
    await store.hold(work, number)
    found = await store.by_number(work, number)
    if found is None or not found.active:
        return False
    blueprint = (await blueprints.by_ids(work, [found.blueprint_id])).get(found.blueprint_id)
    next_ones = await delete_store.of_blueprint(work, found.blueprint_id, "", PART) if blueprint else {}
    if blueprint is None or not next_ones:
        if blueprint is not None and found.delete_blueprint:
            await blueprints.delete(work, blueprint.identifier)
        await _end(work, found, "COMPLETED", None)
        return False
    users = blueprint.identifier == people.BLUEPRINT
    if users:
        await people.hold(work)
    deleted = await deletion.run(work, Order(blueprint, list(next_ones.values()), own_dependents=True))
    if users:
        await people.remove(work, deleted)
    await store.advance(work, number, "RUNNING", done=len(deleted))
    return True


async def fail(work: Work, number: int, error: SeawayError) -> None:
    """Write down that it cannot go on, and why; what is deleted stays deleted."""
    found = await store.by_number(work, number)
    if found is not None and found.active:
        await _end(work, found, "FAILURE", error.message)


async def _end(work: Work, found: Clearing, status: str, reason: str | None) -> None:
    await store.advance(work, found.id, status, reason=reason)
    await changes.record(work, KIND, [Change(found.id, "U", {"status": found.status})], blueprint=found.blueprint_id)
