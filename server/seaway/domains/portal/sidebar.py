"""The sidebar that editors arrange: pages and folders, in an order of their own."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from seaway.core import changes
from seaway.core.changes import Change
from seaway.core.errors import IdentifierTaken, Invalid, NotFound
from seaway.core.work import Work
from seaway.domains.access import service as access
from seaway.domains.portal import naming, store, tree
from seaway.domains.portal import sidebar_store as places
from seaway.domains.portal.types import Entry, FolderDraft, Place

FOLDER = "folder"
MAX_FOLDERS = 500


async def items(work: Work) -> list[Entry]:
    """Return every page and folder that the actor may read, as the sidebar shows them from top to bottom."""
    return list(tree.walk(await _items(work)))


async def create_folder(work: Work, draft: FolderDraft, place: Place) -> Entry:
    """Add a folder; without an identifier it is named after its title.

    Raises:
        PermissionMissing: as it says. IdentifierTaken: a page or folder has the identifier.
        Invalid, AfterItemNotInParent: as `tree.moved` says, or there are 500 folders.
    """
    await access.require(work, "update", "pages")
    await store.serialise(work)
    standing = await _items(work)
    if sum(item.kind == FOLDER for item in standing) >= MAX_FOLDERS:
        raise Invalid(f"A sidebar takes {MAX_FOLDERS} folders; delete one first", details={"path": "title"})
    taken = await store.taken(work)
    name = draft.identifier or naming.identifier(draft.title, taken)
    if name in taken:
        raise _taken(name)
    number = await places.insert(work, FolderDraft(draft.title, name, draft.icon))
    await put(work, number, place)
    await changes.record(work, FOLDER, [Change(number, "C")])
    return await folder(work, name)


async def update_folder(work: Work, identifier: str, fields: Mapping[str, Any], place: Place) -> Entry:
    """Change what is given of a folder's `identifier`, `title` and `icon`, and its place.

    Raises:
        PermissionMissing: as it says. NotFound: no such folder. IdentifierTaken: the new identifier is in use.
        Invalid, AfterItemNotInParent: as `tree.moved` says.
    """
    await access.require(work, "update", "pages")
    await store.serialise(work)
    found = await folder(work, identifier)
    old = FolderDraft(found.title, found.identifier, found.icon)
    new = FolderDraft(**{**asdict(old), **fields})
    if new.identifier != identifier and new.identifier in await store.taken(work):
        raise _taken(new.identifier or "")
    if new != old:
        await places.update(work, found.id, new)
    undo = {name: value for name, value in asdict(old).items() if value != getattr(new, name)}
    undo |= await put(work, found.id, place)
    if undo:
        await changes.record(work, FOLDER, [Change(found.id, "U", undo)])
    return await folder(work, new.identifier or identifier)


async def delete_folder(work: Work, identifier: str) -> None:
    """Remove a folder; what it holds moves up, to where it stood.

    Raises:
        PermissionMissing: as it says. NotFound: no such folder.
    """
    await access.require(work, "update", "pages")
    await store.serialise(work)
    standing = await _items(work)
    found = _found(standing, identifier)
    inner = [item for item in standing if item.folder == found.id]
    around = [item for item in standing if item.folder == found.folder]
    at = around.index(found)
    await places.arrange(work, found.folder, [*around[:at], *inner, *around[at + 1 :]])
    await places.delete(work, found.id)
    for item in inner:
        await changes.record(
            work, item.kind, [Change(item.id, "U", {"parent": identifier})], blueprint=item.blueprint_id
        )
    last = {"identifier": identifier, "title": found.title, "icon": found.icon, **where(standing, found)}
    await changes.record(work, FOLDER, [Change(found.id, "D", last)])


async def folder(work: Work, identifier: str) -> Entry:
    """Return a folder.

    Raises:
        NotFound: no such folder, or the actor may not know of it.
    """
    return _found(await _items(work), identifier)


async def put(work: Work, number: int, place: Place) -> dict[str, Any]:
    """Put a page or folder somewhere; return what its place was, nothing where it stays.

    Call it under the lock of `store.serialise`.

    Raises:
        Invalid, AfterItemNotInParent: as `tree.moved` says.
    """
    if not (place.names_parent or place.names_after):
        return {}
    standing = await _items(work)
    moving = next((item for item in standing if item.id == number), None)
    if moving is None:
        raise Invalid("parent: this page has no place in the sidebar; leave it out", details={"path": "parent"})
    target, order = tree.moved(standing, moving, place)
    if target == moving.folder and order == [item for item in standing if item.folder == target]:
        return {}
    await places.arrange(work, target, order)
    old, new = where(standing, moving), where(await _items(work), moving)
    return {name: value for name, value in old.items() if value != new[name]}


async def former(work: Work, parent: str | None, after: str | None) -> Place:
    """Return the place that something had, as far as it is still there."""
    standing = await _items(work)
    folder = next((item.id for item in standing if item.kind == FOLDER and item.identifier == parent), None)
    beside = after is None or any(item.folder == folder and item.identifier == after for item in standing)
    return Place(None if folder is None else parent, after if beside else None, names_parent=True, names_after=beside)


def where(standing: Sequence[Entry], item: Entry) -> dict[str, str | None]:
    """Return the place of an item in the words of the API: the folder, and what it stands behind."""
    current = next(each for each in standing if each.id == item.id)
    parent = next((each.identifier for each in standing if each.id == current.folder), None)
    return {"parent": parent, "after": tree.before(standing)[item.id]}


async def _items(work: Work) -> list[Entry]:
    return await places.items(work, access.filter(work, "read", "pages"))


def _found(standing: Sequence[Entry], identifier: str) -> Entry:
    for item in standing:
        if item.kind == FOLDER and item.identifier == identifier:
            return item
    raise NotFound.of("folder", identifier)


def _taken(identifier: str) -> IdentifierTaken:
    return IdentifierTaken(
        f'Identifier "{identifier}" is taken by a page or folder; choose another',
        details={"resource": "folder", "with": "identifier", "withValue": identifier},
    )
