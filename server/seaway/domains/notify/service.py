"""The door of notify: what people watch, and what they are told."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from seaway.core import events, notices
from seaway.core.db import EVERY_ORGANISATION, Database
from seaway.core.errors import NotFound
from seaway.core.position import Position
from seaway.core.work import Work
from seaway.domains.identity import service as identity
from seaway.domains.identity.events import UserRemoved
from seaway.domains.imports import service as imports
from seaway.domains.notify import store, watch_store, watches
from seaway.domains.notify.types import Name, Notification, Subject, Told
from seaway.kit import clock

READ_KEPT, KEPT = timedelta(days=30), timedelta(days=90)
blueprint, entity, unwatch, watch, watched = (
    watches.blueprint, watches.entity, watches.unwatch, watches.watch, watches.watches,
)  # fmt: skip


async def told(work: Work, before: Position | None, limit: int, *, unread: bool = False) -> Told:
    """Return what the person is told, the last first, with the number of all that is unread (up to 100).

    Raises:
        Forbidden: a machine is at work.
    """
    person = await identity.person(work)
    rows = await store.page(work, person, before, limit + 1, unread=unread)
    more, rows = len(rows) > limit, rows[:limit]
    found = await _notifications(work, rows)
    last = Position(rows[-1]["xid"], rows[-1]["seq"]) if more else None
    return Told(found, await store.unread(work, person), last)


async def unread(work: Work) -> int:
    """Return how much the person has not read, up to 100.

    Raises:
        Forbidden: a machine is at work.
    """
    return await store.unread(work, await identity.person(work))


async def set_read(work: Work, number: int, *, read: bool) -> None:
    """Mark a notification read or unread; where newer news of the same thing is unread, it stays read.

    Raises:
        Forbidden: a machine is at work. NotFound: the person has no such notification.
    """
    person = await identity.person(work)
    if not await store.known(work, person, number):
        raise NotFound.of("notification", str(number))
    if await store.set_read(work, person, number, read=read):
        await notices.tell(work, [work.actor.id])


async def read_all(work: Work, until: Position | None) -> int:
    """Mark everything up to a position read, all of it without one; return how many.

    Raises:
        Forbidden: a machine is at work.
    """
    count = await store.read_all(work, await identity.person(work), until)
    if count:
        await notices.tell(work, [work.actor.id])
    return count


async def purge(database: Database) -> None:
    """Remove notifications that were read a month ago, any of three months ago, and over 500 of one person."""
    now = clock.now()
    async with database.writing(EVERY_ORGANISATION) as db:
        await store.forget(db, now - READ_KEPT, now - KEPT)


@events.within(UserRemoved)
async def leave(work: Work, event: UserRemoved) -> None:
    """Forget what somebody watched and was told who leaves the organisation."""
    await watch_store.leave(work, event.user.id)
    await store.leave(work, event.user.id)


async def _notifications(work: Work, rows: Sequence[Any]) -> list[Notification]:
    subjects = {_subject(row) for row in rows if row["kind"] != "import"}
    subjects |= {Subject("entity", row["about"]) for row in rows if row["about"] is not None}
    names = await watches.names(work, subjects)
    runs = await imports.by_numbers(work, [row["ref"] for row in rows if row["kind"] == "import"])
    found = []
    for row in rows:
        status = None
        if row["kind"] == "import":
            run = runs.get(row["ref"])
            name = Name(run.public_id, row["title"]) if run else None
            status = run.status if run else None
        else:
            name = names.get(_subject(row)) or _last_name(row)
        if name is not None:
            about = names.get(Subject("entity", row["about"])) if row["about"] is not None else None
            found.append(_notification(row, name, about or _gone(row), status))
    return found


def _subject(row: Any) -> Subject:
    return Subject("entity" if row["kind"] == "entity" else "blueprint", row["ref"])


def _last_name(row: Any) -> Name | None:
    """Return what a deleted entity was called."""
    if row["identifier"] is None:
        return None
    return Name(row["identifier"], row["title"] or row["identifier"])


def _gone(row: Any) -> Name | None:
    """Return the deleted entity of the news about its blueprint."""
    return _last_name(row) if row["kind"] == "entities" else None


def _notification(row: Any, name: Name, about: Name | None, status: str | None) -> Notification:
    return Notification(
        id=row["id"],
        kind=row["kind"],
        name=name,
        about=about if row["count"] == 1 else None,
        status=status,
        count=row["count"],
        op=row["op"],
        changed=tuple(row["changed"]),
        actor=row["actor"],
        actor_name=row["actor_name"],
        at=row["at"],
        position=Position(row["xid"], row["seq"]),
        read=row["read"],
    )


__all__ = [
    "blueprint", "entity", "leave", "purge", "read_all", "set_read", "told", "unread", "unwatch", "watch", "watched",
]  # fmt: skip
