"""Wire shapes of watches and notifications."""

from typing import Annotated, Any, Literal

import pydantic
from pydantic import ConfigDict, Field, StrictBool

from seaway.core.errors import Invalid
from seaway.core.position import Position, parse
from seaway.domains.notify.types import Name, Notification, Watch
from seaway.kit import clock

_OPS = {"C": "created", "U": "updated", "D": "deleted"}
_CURSOR = "n"
_Instant = Annotated[str, Field(json_schema_extra={"format": "date-time"})]


class NameShape(pydantic.BaseModel):
    """What something is called; `blueprint` and `about` (its title) are an entity's."""

    blueprint: str | None
    identifier: str
    title: str
    icon: str | None
    about: str | None


class WatchShape(NameShape):
    """Something watched, and since when."""

    kind: Literal["entity", "blueprint"]
    since: _Instant


class WatchesAnswer(pydantic.BaseModel):
    """What the caller watches, the latest first."""

    ok: Literal[True] = True
    watches: list[WatchShape]


class Who(pydantic.BaseModel):
    """Who did it."""

    id: str
    name: str


class NotificationShape(pydantic.BaseModel):
    """What happened. `count` changes are told together while nobody has read them; the rest is of the last of them.

    `entity`: a watched entity changed. `entities`: some of a watched blueprint did; `entity` is set when it is one
    alone. `blueprint`: a watched blueprint changed itself. `import`: one that the caller asked for ended, as `status`
    says. `changed` names properties, relations, and `$title` and the like.
    """

    id: int
    kind: Literal["entity", "entities", "blueprint", "import"]
    subject: NameShape
    entity: NameShape | None
    status: str | None
    count: int
    op: Literal["created", "updated", "deleted"]
    changed: list[str]
    actor: Who | None
    at: _Instant
    read: bool


class NotificationsAnswer(pydantic.BaseModel):
    """What the caller is told, the last first; `unread` counts all of it up to 100, `next` is null at the end."""

    ok: Literal[True] = True
    notifications: list[NotificationShape]
    unread: int
    next: str | None


class UnreadAnswer(pydantic.BaseModel):
    """How much the caller has not read, up to 100."""

    ok: Literal[True] = True
    unread: int


class NotificationPatch(pydantic.BaseModel):
    """Whether it was read."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    read: StrictBool


class ReadAnswer(pydantic.BaseModel):
    """How many were marked read."""

    ok: Literal[True] = True
    count: int


class Done(pydantic.BaseModel):
    """Done; there is nothing more to say."""

    ok: Literal[True] = True


def place(cursor: str | None) -> Position | None:
    """Read a cursor.

    Raises:
        Invalid: it is none.
    """
    if not cursor:
        return None
    try:
        return parse(cursor)[1]
    except Invalid:
        raise Invalid("cursor: pass `next` of the page before", details={"path": "cursor"}) from None


def cursor(position: Position | None) -> str | None:
    """Write a cursor."""
    return None if position is None else position.token(_CURSOR)


def watch(each: Watch) -> dict[str, Any]:
    """Return a watch as the API shows it."""
    return {"kind": each.subject.kind, **_name(each.name), "since": clock.iso(each.since)}


def notification(each: Notification) -> dict[str, Any]:
    """Return a notification as the API shows it."""
    return {
        "id": each.id,
        "kind": each.kind,
        "subject": _name(each.name),
        "entity": None if each.about is None else _name(each.about),
        "status": each.status,
        "count": each.count,
        "op": _OPS[each.op],
        "changed": list(each.changed),
        "actor": None if each.actor is None else {"id": each.actor, "name": each.actor_name},
        "at": clock.iso(each.at),
        "read": each.read,
    }


def _name(name: Name) -> dict[str, Any]:
    return {
        "blueprint": name.blueprint,
        "identifier": name.identifier,
        "title": name.title,
        "icon": name.icon,
        "about": name.about,
    }
