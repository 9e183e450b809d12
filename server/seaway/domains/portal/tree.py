"""The sidebar as a tree: which order its items come in, and where one goes that is put somewhere. Pure."""

from collections.abc import Iterator, Mapping, Sequence

from seaway.core.errors import Invalid
from seaway.domains.portal.errors import AfterItemNotInParent
from seaway.domains.portal.types import Entry, Place

MAX_DEPTH = 3
"""How deep folders stand in each other."""


def walk(items: Sequence[Entry], folder: int | None = None) -> Iterator[Entry]:
    """Yield the items in the order in which the sidebar shows them: a folder, then what is in it."""
    held: dict[int | None, list[Entry]] = {}
    for item in items:
        held.setdefault(item.folder, []).append(item)
    waiting = list(reversed(held.get(folder, ())))
    while waiting:
        item = waiting.pop()
        yield item
        if item.kind == "folder":
            waiting += reversed(held.get(item.id, ()))


def before(items: Sequence[Entry]) -> Mapping[int, str | None]:
    """Return what each item stands behind in its folder, by number; None for the first."""
    last: dict[int | None, str] = {}
    found: dict[int, str | None] = {}
    for item in items:
        found[item.id] = last.get(item.folder)
        last[item.folder] = item.identifier
    return found


def moved(items: Sequence[Entry], moving: Entry, place: Place) -> tuple[int | None, list[Entry]]:
    """Return the folder that an item comes into, and everything in it in its new order.

    Raises:
        Invalid: there is no such folder, or it would stand in itself or too deep.
        AfterItemNotInParent: `after` names nothing in that folder.
    """
    folder = _folder(items, place.parent) if place.names_parent else moving.folder
    _check_depth(items, moving, folder)
    others = [item for item in items if item.folder == folder and item.id != moving.id]
    if not place.names_after:
        at = _kept_place(items, moving, folder, others)
    elif place.after is None:
        at = 0
    else:
        at = next((index for index, item in enumerate(others, 1) if item.identifier == place.after), 0)
        if at == 0:
            raise AfterItemNotInParent(place.after, place.parent if place.names_parent else None)
    return folder, [*others[:at], moving, *others[at:]]


def _folder(items: Sequence[Entry], identifier: str | None) -> int | None:
    if identifier is None:
        return None
    for item in items:
        if item.kind == "folder" and item.identifier == identifier:
            return item.id
    raise Invalid(f'parent: there is no folder "{identifier}"; create it first', details={"path": "parent"})


def _kept_place(items: Sequence[Entry], moving: Entry, folder: int | None, others: Sequence[Entry]) -> int:
    """Return where an item goes that says nothing of its order: it stays, or comes last in another folder."""
    if moving.folder != folder or all(item.id != moving.id for item in items):
        return len(others)
    siblings = [item.id for item in items if item.folder == folder]
    return siblings.index(moving.id)


def _check_depth(items: Sequence[Entry], moving: Entry, folder: int | None) -> None:
    if moving.kind != "folder":
        return
    by_id = {item.id: item for item in items}
    depth, up = 0, folder
    while up is not None:
        if up == moving.id:
            raise Invalid("parent: a folder cannot stand in itself", details={"path": "parent"})
        depth, up = depth + 1, by_id[up].folder
    if depth + _height(items, moving.id) > MAX_DEPTH:
        raise Invalid(f"parent: folders stand at most {MAX_DEPTH} deep", details={"path": "parent"})


def _height(items: Sequence[Entry], folder: int) -> int:
    inner = [item.id for item in items if item.kind == "folder" and item.folder == folder]
    return 1 + max((_height(items, each) for each in inner), default=0)
