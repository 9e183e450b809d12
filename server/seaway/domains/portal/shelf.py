"""What each person keeps of the portal: favourites, what they looked at last, and how they like it.

None of it is a change of the organisation, so none of it stands in the change log.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from seaway.core import events
from seaway.core.errors import Invalid
from seaway.core.work import Work
from seaway.domains.access import service as access
from seaway.domains.entities import service as entities
from seaway.domains.entities.types import NamedPage
from seaway.domains.identity import service as identity
from seaway.domains.identity.events import UserRemoved
from seaway.domains.portal import service as pages
from seaway.domains.portal import shelf_store as store
from seaway.domains.portal.types import Item, Page, Ref

MAX_FAVOURITES = 200
MAX_SEEN = 50


async def preferences(work: Work) -> Mapping[str, Any]:
    """Return what the person chose; what they did not choose is absent.

    Raises:
        Forbidden: a machine is at work.
    """
    return await store.preferences(work, await identity.person(work))


async def prefer(work: Work, chosen: Mapping[str, Any]) -> Mapping[str, Any]:
    """Keep what is given of the preferences; None takes a choice back. Return all of them.

    Raises:
        Forbidden: a machine is at work.
    """
    person = await identity.person(work)
    await store.hold(work, person)
    before = await store.preferences(work, person)
    after = {key: value for key, value in {**before, **chosen}.items() if value is not None}
    if after != before:
        await store.prefer(work, person, after)
    return after


async def favourites(work: Work) -> list[Item]:
    """Return the person's favourites that exist and that they may read, in their order.

    Raises:
        Forbidden: a machine is at work.
    """
    person = await identity.person(work)
    return await _items(work, await store.favourites(work, person))


async def keep(work: Work, ref: Ref) -> None:
    """Make it a favourite, behind the others; it may be one already.

    Raises:
        Forbidden: a machine is at work. Invalid: there are too many.
    """
    person = await identity.person(work)
    await store.hold(work, person)
    kept = await store.favourites(work, person)
    if ref not in kept and len(kept) >= MAX_FAVOURITES:
        raise Invalid(f"There are {MAX_FAVOURITES} favourites already; remove one first")
    await store.keep(work, person, ref)


async def drop(work: Work, ref: Ref) -> None:
    """Let it be no favourite; it may be none already.

    Raises:
        Forbidden: a machine is at work.
    """
    await store.drop(work, await identity.person(work), ref)


async def arrange(work: Work, names: Sequence[tuple[str, str | None, str]]) -> list[Item]:
    """Put the favourites of these names (kind, an entity's blueprint, identifier) first; the others follow.

    Raises:
        Forbidden: a machine is at work.
    """
    person = await identity.person(work)
    await store.hold(work, person)
    kept = await store.favourites(work, person)
    named = {
        (item.ref.kind, item.blueprint if item.ref.kind == "entity" else None, item.identifier): item.ref
        for item in await _items(work, kept)
    }
    first = [named[name] for name in dict.fromkeys(names) if name in named]
    await store.arrange(work, person, [*first, *(ref for ref in kept if ref not in first)])
    return await favourites(work)


async def seen(work: Work, limit: int) -> list[Item]:
    """Return what the person looked at, the last first, as far as it exists and they may read it.

    Raises:
        Forbidden: a machine is at work.
    """
    looked = await store.seen(work, await identity.person(work), MAX_SEEN)
    at = {each.ref: each.at for each in looked}
    items = await _items(work, [each.ref for each in looked])
    return [replace(item, at=at[item.ref]) for item in items[:limit]]


async def see(work: Work, ref: Ref) -> None:
    """Note that the person looks at it now.

    Raises:
        Forbidden: a machine is at work.
    """
    await store.see(work, await identity.person(work), ref, MAX_SEEN)


async def unsee(work: Work) -> None:
    """Forget what the person looked at.

    Raises:
        Forbidden: a machine is at work.
    """
    await store.unsee(work, await identity.person(work))


async def owned(work: Work, start: str | None, limit: int) -> NamedPage:
    """Return entities that the person's teams own, the last changed first.

    Raises:
        Forbidden: a machine is at work, which is in no team. Invalid: the cursor is none of this list.
    """
    await identity.person(work)
    return await entities.of_my_teams(work, start, limit)


async def entity(work: Work, blueprint: str, identifier: str) -> Ref:
    """Return an entity as something to keep.

    Raises:
        PermissionMissing: as it says. NotFound: no such entity, or the actor may not know of it.
    """
    return Ref("entity", await entities.number(work, blueprint, identifier))


async def page(work: Work, identifier: str) -> Ref:
    """Return a page as something to keep.

    Raises:
        PermissionMissing: as it says. NotFound: no such page, or the actor may not know of it.
    """
    await access.require(work, "read", "pages")
    return Ref("page", (await pages.get(work, identifier))[0].id)


@events.within(UserRemoved)
async def leave(work: Work, event: UserRemoved) -> None:
    """Forget what somebody kept who leaves the organisation."""
    await store.leave(work, event.user.id)


async def _items(work: Work, refs: Sequence[Ref]) -> list[Item]:
    """Return what is kept as people know it, in order; what is gone or hidden from the actor is left out."""
    numbers = [ref.number for ref in refs if ref.kind == "entity"]
    items = {
        Ref("entity", each.number): Item(
            Ref("entity", each.number),
            each.identifier,
            each.title or each.identifier,
            each.icon,
            each.blueprint,
            each.kind,
        )
        for each in (await entities.named(work, numbers)).values()
    }
    if len(numbers) < len(refs):
        items |= {Ref("page", each.id): _page(each) for each in await pages.every(work)}
    return [items[ref] for ref in refs if ref in items]


def _page(page: Page) -> Item:
    return Item(Ref("page", page.id), page.identifier, page.title, page.icon, page.blueprint, page.type)
