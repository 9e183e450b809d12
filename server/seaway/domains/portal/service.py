"""The door of pages: those about a blueprint come and go with it; dashboards and the home page stand on their own."""

import dataclasses
import hashlib
from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Any

import orjson

from seaway.core import changes, events
from seaway.core.changes import Change
from seaway.core.errors import IdentifierTaken, Invalid, NotFound, Outdated
from seaway.core.plan import Effect
from seaway.core.scope import Scope
from seaway.core.work import Work
from seaway.domains.access import service as access
from seaway.domains.blueprints import service as blueprints
from seaway.domains.blueprints.events import BlueprintCreated, BlueprintDeleting, ChangePlanned
from seaway.domains.blueprints.types import Blueprint
from seaway.domains.entities import service as entities
from seaway.domains.portal import following, naming, sidebar, store, usage, widgets
from seaway.domains.portal.errors import PageProtected
from seaway.domains.portal.types import CATALOG, ENTITY, HOME, SHOWN, Page, PageDraft, PageType, Place
from seaway.domains.portal.widgets import Widget
from seaway.kit import clock

KIND = "page"
Versions = Collection[int] | None
"""The versions that a write may be based on; None where any will do."""


async def list_all(
    work: Work, kind: PageType | None = None, blueprint: str | None = None
) -> list[tuple[Page, int | None]]:
    """Return the pages that the actor may read, as the sidebar orders them, with how many entities each shows.

    With a type or blueprint only those of it.
    """
    pages = [
        page
        for page in await store.every(work, _readable(work))
        if (kind is None or page.type == kind) and (blueprint is None or page.blueprint == blueprint)
    ]
    counts = await entities.counts(work) if any(page.type == CATALOG for page in pages) else {}
    places = {item.id: place for place, item in enumerate(await sidebar.items(work))}
    pages.sort(key=lambda page: places.get(page.id, len(places)))
    return [(page, _count(page, counts)) for page in pages]


async def every(work: Work) -> list[Page]:
    """Return every page that the actor may read, in the order of the sidebar."""
    return await store.every(work, _readable(work))


async def get(work: Work, identifier: str) -> tuple[Page, int | None]:
    """Return a page and how many entities it shows.

    Raises:
        NotFound: no such page, or the actor may not know of it.
    """
    page = _found(await store.find(work, _readable(work), identifier), identifier)
    return page, _count(page, await entities.counts(work) if page.type == CATALOG else {})


def version(page: Page) -> int:
    """Return the version of what a page says, a digest of it; where it stands in the sidebar is not part of that."""
    return int.from_bytes(hashlib.blake2b(orjson.dumps(_draft_of(page)), digest_size=8).digest())


async def create(work: Work, blueprint: str | None, draft: PageDraft | None = None) -> Page:
    """Add a page; a catalog page without a draft is named after its blueprint in the plural.

    Raises:
        PermissionMissing: as it says. NotFound: no such blueprint. IdentifierTaken: there is one of this identifier,
        or the one of its type that there may be. Invalid: its widgets cannot be kept.
    """
    await access.require(work, "create", "pages")
    return await _add(work, await blueprints.hold(work, blueprint) if blueprint is not None else None, draft)


async def update(work: Work, identifier: str, fields: Mapping[str, Any], versions: Versions = None) -> Page:
    """Change what is given of `identifier`, `title`, `icon`, `place` and `extra`, the last by its own keys.

    Where `versions` are given, only over one of them; so do the other writes below.

    Raises:
        PermissionMissing: as it says. NotFound: no such page. IdentifierTaken: the new identifier is in use.
        Invalid: its widgets cannot be kept. Outdated: it is of another version.
    """
    page = await _to_change(work, identifier, versions)
    return await _write(work, page, {**page.extra, **fields.get("extra", {})}, fields)


async def replace(work: Work, identifier: str, fields: Mapping[str, Any], versions: Versions = None) -> Page:
    """Replace a page, as `update` does; what is not given is cleared.

    Raises:
        As `update` says.
    """
    page = await _to_change(work, identifier, versions)
    return await _write(work, page, fields.get("extra", {}), {"icon": None, **fields})


async def add_widget(work: Work, identifier: str, widget: Widget, parent: str | None, versions: Versions = None) -> str:
    """Add a widget to a page and return its id; see `widgets.added` for where it goes.

    Raises:
        PermissionMissing: as it says. NotFound: no such page or parent. IdentifierTaken: a widget has this id.
        Invalid: it cannot be kept. Outdated: the page is of another version.
    """
    page = await _to_change(work, identifier, versions)
    held = _widgets(page)
    new = widgets.named([*held, widget])[-1]
    if any(each.get("id") == new["id"] for _, each in widgets.walk(held, "widgets")):
        raise IdentifierTaken(
            f'Widget id "{new["id"]}" is taken; choose another',
            details={"resource": "widget", "with": "identifier", "withValue": new["id"]},
        )
    await _write(work, page, {**page.extra, "widgets": widgets.added(held, new, parent)})
    return str(new["id"])


async def change_widget(
    work: Work, identifier: str, widget: str, fields: Mapping[str, Any], versions: Versions = None
) -> None:
    """Replace the given fields of a widget, at any depth of the page.

    Raises:
        PermissionMissing: as it says. NotFound: no such page or widget. Invalid: it cannot be kept so.
        Outdated: the page is of another version.
    """
    page = await _to_change(work, identifier, versions)
    await _write(work, page, {**page.extra, "widgets": widgets.changed(_widgets(page), widget, fields)})


async def remove_widget(work: Work, identifier: str, widget: str, versions: Versions = None) -> None:
    """Remove a widget, at any depth of the page.

    Raises:
        PermissionMissing: as it says. NotFound: no such page or widget. Outdated: the page is of another version.
    """
    page = await _to_change(work, identifier, versions)
    await _write(work, page, {**page.extra, "widgets": widgets.removed(_widgets(page), widget)})


async def _to_change(work: Work, identifier: str, versions: Versions) -> Page:
    await access.require(work, "update", "pages")
    await store.serialise(work)
    page = _found(await store.find(work, _readable(work), identifier, lock=True), identifier)
    if versions is not None and version(page) not in versions:
        raise Outdated(
            f'Page "{identifier}" was changed at {clock.iso(page.updated_at)}, after it was read; '
            "read it again and base the write on that",
            details={"page": identifier, "updatedBy": page.updated_by},
        )
    return page


async def _write(
    work: Work, page: Page, extra: Mapping[str, Any], fields: Mapping[str, Any] = MappingProxyType({})
) -> Page:
    before = _draft_of(page)
    after = PageDraft(
        identifier=fields.get("identifier", page.identifier),
        title=fields.get("title", page.title),
        icon=fields.get("icon", page.icon),
        type=page.type,
        extra=_kept(extra),
    )
    place = await sidebar.put(work, page.id, fields.get("place", Place()))
    if not place and orjson.dumps(before) == orjson.dumps(after):
        return page
    if after.identifier != page.identifier:
        await _check_free(work, after.identifier)
    await store.update(work, page, after)
    old, new = sections(before), sections(after)
    undo = {name: old.get(name) for name in {**old, **new} if old.get(name) != new.get(name)} | place
    await changes.record(work, KIND, [Change(page.id, "U", undo)], blueprint=page.blueprint_id)
    return _found(await store.find(work, _readable(work), after.identifier), after.identifier)


async def delete(work: Work, identifier: str) -> None:
    """Remove a page; its blueprint and entities stay.

    Raises:
        PermissionMissing: as it says. NotFound: no such page. PageProtected: it says that it must stay.
    """
    await access.require(work, "delete", "pages")
    page = _found(await store.find(work, _readable(work), identifier, lock=True), identifier)
    if page.extra.get("protected"):
        raise PageProtected(f'Page "{identifier}" is protected; set `protected` to false first')
    await _remove(work, [page])


async def restore(work: Work, number: int, blueprint: int | None, last: Mapping[str, Any]) -> Page:
    """Bring a deleted page back under its old number. `last` is the undo of its deletion.

    Raises:
        PermissionMissing: as it says. NotFound: its blueprint is gone. IdentifierTaken: another page has its place.
    """
    await access.require(work, "create", "pages")
    about = None
    if blueprint is not None and (about := (await blueprints.by_ids(work, [blueprint])).get(blueprint)) is None:
        raise NotFound.of("blueprint", str(last["blueprint"]))
    named = {"identifier", "title", "icon", "type", "blueprint", "parent", "after"}
    extra = {name: value for name, value in last.items() if name not in named}
    place = Place()
    if "after" in last and last["type"] in SHOWN:
        place = await sidebar.former(work, last["parent"], last["after"])
    draft = PageDraft(last["identifier"], last["title"], last.get("icon"), last.get("type", CATALOG), extra, place)
    return await _add(work, about, draft, number=number)


listening = (following,)
"""Modules that listen to events from below; importing the door brings them in."""


@events.within(BlueprintCreated)
async def furnish(work: Work, event: BlueprintCreated) -> None:
    """Give a new blueprint its page, where its author wants one. The right to create the blueprint is enough."""
    if event.create_page:
        await _add(work, event.blueprint, None)


@events.within(BlueprintDeleting)
async def clear(work: Work, event: BlueprintDeleting) -> None:
    """Remove the pages of a blueprint that goes."""
    await _remove(work, await store.of_blueprint(work, _readable(work), event.blueprint.id))


@events.within(ChangePlanned)
async def warn(work: Work, event: ChangePlanned) -> None:
    """Add each page that names a part that would go, and each that would go with its blueprint."""
    for page in await store.every(work, _readable(work)):
        if event.gone is None and page.blueprint_id == event.blueprint.id:
            event.plan.others.append(Effect("delete", "page", page.identifier, {"title": page.title}))
        elif uses := sorted(usage.named(page.extra, event.blueprint.identifier, event.gone, page.blueprint)):
            before = {"title": page.title, "uses": uses}
            event.plan.others.append(Effect("update", "page", page.identifier, before, {"uses": []}))


def sections(draft: PageDraft) -> dict[str, Any]:
    """Return a page as the change log keeps it; what is absent is left out."""
    named = {"identifier": draft.identifier, "title": draft.title, "icon": draft.icon, **draft.extra}
    return {name: value for name, value in named.items() if value is not None}


async def _add(work: Work, blueprint: Blueprint | None, draft: PageDraft | None, *, number: int | None = None) -> Page:
    """Add a page; one that was deleted comes back under its number."""
    await store.serialise(work)
    if draft is None:
        if blueprint is None:
            raise Invalid("title: a page needs a title or an identifier", details={"path": "title"})
        title = naming.plural(blueprint.title)
        draft = PageDraft(naming.identifier(title, await store.taken(work)), title, blueprint.icon)
    about = blueprint.id if blueprint is not None else None
    await _check_only(work, draft, about)
    await _check_free(work, draft.identifier)
    await store.insert(work, about, dataclasses.replace(draft, extra=_kept(draft.extra)), number=number)
    page = _found(await store.find(work, _readable(work), draft.identifier), draft.identifier)
    if await sidebar.put(work, page.id, draft.place):
        page = _found(await store.find(work, _readable(work), draft.identifier), draft.identifier)
    undo = None if number is None else {"restored": True}
    await changes.record(work, KIND, [Change(page.id, "C", undo)], blueprint=about)
    return page


async def _remove(work: Work, pages: list[Page]) -> None:
    await store.delete(work, [page.id for page in pages])
    for page in pages:
        last = {**sections(_draft_of(page)), "type": page.type, "parent": page.parent, "after": page.after}
        if page.blueprint is not None:
            last["blueprint"] = page.blueprint
        await changes.record(work, KIND, [Change(page.id, "D", last)], blueprint=page.blueprint_id)


async def _check_only(work: Work, draft: PageDraft, blueprint: int | None) -> None:
    """Let there be one home page, and one template for the entities of a blueprint."""
    if draft.type not in (HOME, ENTITY):
        return
    there = await store.of_type(work, _readable(work), draft.type, blueprint)
    if there is not None:
        raise IdentifierTaken(
            f'The place is taken: page "{there.identifier}" is of type "{draft.type}" already; change that one',
            details={"resource": "page", "with": "identifier", "withValue": there.identifier},
        )


async def _check_free(work: Work, identifier: str) -> None:
    if identifier in await store.taken(work):
        raise IdentifierTaken(
            f'Page identifier "{identifier}" is taken; choose another',
            details={"resource": "page", "with": "identifier", "withValue": identifier},
        )


def _draft_of(page: Page) -> PageDraft:
    return PageDraft(page.identifier, page.title, page.icon, page.type, page.extra)


def _kept(extra: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a page keeps: nothing that is null, and every widget with an id."""
    held = {key: value for key, value in extra.items() if value is not None}
    return {**held, "widgets": widgets.named(held["widgets"])} if "widgets" in held else held


def _widgets(page: Page) -> list[Widget]:
    return list(page.extra.get("widgets") or default_widgets(page))


def default_widgets(page: Page) -> list[Widget]:
    """Return what a page shows that nobody has arranged: a catalog page the table of its entities, others nothing."""
    if page.type != CATALOG:
        return []
    about = {"property": "$blueprint", "operator": "=", "value": "{{blueprint}}"}
    dataset = {"combinator": "and", "rules": [about]}
    return [
        {
            "id": f"{page.identifier}_table",
            "type": "table-entities-explorer",
            "title": page.title,
            "dataset": dataset,
        }
    ]


def _count(page: Page, counts: Mapping[int, int]) -> int | None:
    """Return how many entities a catalog page shows; None for pages of other types."""
    return counts.get(page.blueprint_id, 0) if page.type == CATALOG and page.blueprint_id is not None else None


def _readable(work: Work) -> Scope:
    return access.filter(work, "read", "pages")


def _found(page: Page | None, identifier: str) -> Page:
    if page is None:
        raise NotFound.of("page", identifier)
    return page
