"""Removing all entities of a blueprint, in bounded parts (semantics 3.4): what is asked first, and what a part does."""

from seaway.core.work import Work
from seaway.domains.access import service as access
from seaway.domains.blueprints.types import Blueprint
from seaway.domains.entities import delete_store, deletion, people
from seaway.domains.entities.deletion import Order
from seaway.domains.entities.errors import HasDependents

SHOWN = 20


async def check(work: Work, blueprint: Blueprint) -> None:
    """Let all entities of a blueprint be removed.

    Raises:
        PermissionMissing: the actor may not. HasDependents: entities of other blueprints require some of them.
    """
    await access.require(work, "delete", "entities")
    known = await deletion.model(work)
    outside = [
        number for number in known.inbound({blueprint.id}, required=True) if known.owners[number] != blueprint.id
    ]
    if outside and (pointers := await delete_store.requiring(work, blueprint.id, outside, SHOWN)):
        named = [(known.blueprints[each.blueprint].identifier, each.identifier) for each in pointers]
        raise HasDependents(f'Blueprint "{blueprint.identifier}"', named, len(named))


async def part(work: Work, blueprint: Blueprint, limit: int) -> int | None:
    """Remove up to so many entities of a blueprint; return how many, None when it has none left.

    Raises:
        PermissionMissing: the actor may not. HasDependents: something that came to be meanwhile requires one of them.
    """
    await access.require(work, "delete", "entities")
    next_ones = await delete_store.of_blueprint(work, blueprint.id, "", limit)
    if not next_ones:
        return None
    users = blueprint.identifier == people.BLUEPRINT
    if users:
        await people.hold(work)
    deleted = await deletion.run(work, Order(blueprint, list(next_ones.values()), own_dependents=True))
    if users:
        await people.remove(work, deleted)
    return len(deleted)
