"""What each person watches: entities, and all entities of a blueprint."""

from collections.abc import Collection

from seaway.core.errors import Invalid
from seaway.core.work import Work
from seaway.domains.access import service as access
from seaway.domains.blueprints import service as blueprints
from seaway.domains.entities import service as entities
from seaway.domains.identity import service as identity
from seaway.domains.notify import watch_store as store
from seaway.domains.notify.types import Name, Subject, Watch

MAX_WATCHES = 500


async def watches(work: Work) -> list[Watch]:
    """Return what the person watches that exists and that they may read, the latest first.

    Raises:
        Forbidden: a machine is at work.
    """
    found = await store.every(work, await identity.person(work))
    known = await names(work, found)
    return [Watch(subject, known[subject], since) for subject, since in found.items() if subject in known]


async def watch(work: Work, subject: Subject) -> None:
    """Tell the person from now on when it changes; it may be watched already.

    Raises:
        Forbidden: a machine is at work. Invalid: there are too many.
    """
    person = await identity.person(work)
    await store.hold(work, person)
    watched = await store.every(work, person)
    if subject not in watched and len(watched) >= MAX_WATCHES:
        raise Invalid(f"{MAX_WATCHES} things are watched already; leave one first")
    await store.add(work, person, subject)


async def unwatch(work: Work, subject: Subject) -> None:
    """Tell the person no more; it may not be watched already.

    Raises:
        Forbidden: a machine is at work.
    """
    await store.remove(work, await identity.person(work), subject)


async def entity(work: Work, blueprint: str, identifier: str) -> Subject:
    """Return an entity as something to watch.

    Raises:
        PermissionMissing: as it says. NotFound: no such entity, or the actor may not know of it.
    """
    return Subject("entity", await entities.number(work, blueprint, identifier))


async def blueprint(work: Work, identifier: str) -> Subject:
    """Return a blueprint as something to watch.

    Raises:
        PermissionMissing: as it says. NotFound: no such blueprint, or the actor may not know of it.
    """
    await access.require(work, "read", "blueprints")
    return Subject("blueprint", (await blueprints.get(work, identifier)).id)


async def names(work: Work, subjects: Collection[Subject]) -> dict[Subject, Name]:
    """Return what those of the subjects are called that exist and that the actor may read."""
    numbers = {kind: [each.number for each in subjects if each.kind == kind] for kind in ("entity", "blueprint")}
    found = {
        Subject("entity", each.number): Name(
            each.identifier, each.title or each.identifier, each.icon, each.blueprint, each.kind
        )
        for each in (await entities.named(work, numbers["entity"])).values()
    }
    for number, each in (await blueprints.by_ids(work, numbers["blueprint"])).items():
        found[Subject("blueprint", number)] = Name(each.identifier, each.title, each.icon)
    return found
