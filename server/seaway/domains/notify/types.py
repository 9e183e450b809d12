"""Watches and notifications as others may hold them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from seaway.core.changes import Op
from seaway.core.position import Position

Watched = Literal["entity", "blueprint"]
News = Literal["entity", "entities", "blueprint", "import"]


@dataclass(frozen=True, slots=True)
class Subject:
    """What can be watched, by its number."""

    kind: Watched
    number: int


@dataclass(frozen=True, slots=True)
class Name:
    """What people call something; `blueprint` and `about` (its title) are set for entities."""

    identifier: str
    title: str
    icon: str | None = None
    blueprint: str | None = None
    about: str | None = None


@dataclass(frozen=True, slots=True)
class Watch:
    """Something watched, as people know it."""

    subject: Subject
    name: Name
    since: datetime


@dataclass(frozen=True, slots=True)
class Happened:
    """A change as watchers are told: `entity` or `blueprint`, by number, with the blueprint's number for entities."""

    kind: Watched
    number: int
    blueprint: int | None
    op: Op
    actor: str | None
    at: datetime
    position: Position
    changed: tuple[str, ...]
    identifier: str | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Notification:
    """What a person is told, of `count` changes, the last first.

    `about` is the entity in the news about a blueprint's entities; `status` how an import ended.
    """

    id: int
    kind: News
    name: Name
    about: Name | None
    status: str | None
    count: int
    op: Op
    changed: tuple[str, ...]
    actor: str | None
    actor_name: str | None
    at: datetime
    position: Position
    read: bool


@dataclass(frozen=True, slots=True)
class Told:
    """Some notifications, how many are unread in all, and where the next ones begin; None at the end."""

    notifications: list[Notification]
    unread: int
    next: Position | None
