"""Pages as others hold them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from seaway.core.actor import Role

PageType = Literal["blueprint-entities", "entity", "dashboard", "home"]
CATALOG: PageType = "blueprint-entities"
ENTITY: PageType = "entity"
DASHBOARD: PageType = "dashboard"
HOME: PageType = "home"
ABOUT = frozenset({CATALOG, ENTITY})
"""The types of pages that are about one blueprint: they come and go with it."""
HOME_IDENTIFIER = "$home"
SHOWN: tuple[PageType, ...] = (CATALOG, "dashboard")
"""The types of pages that have a place in the sidebar."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is to stand in the sidebar; what it does not name stays as it is."""

    parent: str | None = None
    after: str | None = None
    names_parent: bool = False
    names_after: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A page or folder of the sidebar. `folder` is the number of the one it is in."""

    id: int
    identifier: str
    title: str
    icon: str | None
    kind: Literal["folder", "page"]
    folder: int | None
    hidden: bool
    blueprint_id: int | None


@dataclass(frozen=True, slots=True)
class FolderDraft:
    """A folder as asked for."""

    title: str
    identifier: str | None = None
    icon: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the portal. `blueprint` is what it is about; `extra` what clients keep with it.

    `parent` and `after` are its place in the sidebar: the folder, and what it stands behind.
    """

    id: int
    identifier: str
    title: str
    icon: str | None
    type: PageType
    blueprint: str | None
    blueprint_id: int | None
    extra: Mapping[str, Any]
    parent: str | None
    after: str | None
    created_at: datetime
    created_by: str | None
    updated_at: datetime
    updated_by: str | None


@dataclass(frozen=True, slots=True)
class PageDraft:
    """A page as asked for."""

    identifier: str
    title: str
    icon: str | None = None
    type: PageType = CATALOG
    extra: Mapping[str, Any] = field(default_factory=dict)
    place: Place = Place()


Audience = Literal["personal", "team", "page"]


@dataclass(frozen=True, slots=True)
class ViewDraft:
    """A saved view as asked for. `team` is set for one of a team; `preferred` opens it with the page."""

    title: str
    audience: Audience
    team: str | None
    state: Mapping[str, Any]
    preferred: bool = False
    id: str | None = None


@dataclass(frozen=True, slots=True)
class View:
    """A table's filters, order and columns under a name. `number` is its key, `id` what the outside sees."""

    number: int
    id: str
    title: str
    audience: Audience
    team: str | None
    state: Mapping[str, Any]
    preferred: bool
    created_at: datetime
    created_by: str | None
    updated_at: datetime
    updated_by: str | None


@dataclass(frozen=True, slots=True)
class HomeDefault:
    """The layout of Home that a role begins with, in the shape in which people keep theirs."""

    id: int
    role: Role
    layout: Mapping[str, Any]


Kept = Literal["entity", "page"]


@dataclass(frozen=True, slots=True)
class Ref:
    """What a person keeps, by its number."""

    kind: Kept
    number: int


@dataclass(frozen=True, slots=True)
class Seen:
    """What a person looked at, and when last."""

    ref: Ref
    at: datetime


@dataclass(frozen=True, slots=True)
class Item:
    """Something kept, as people know it. A page's `type` says what it shows; an entity's `about` is its kind."""

    ref: Ref
    identifier: str
    title: str
    icon: str | None
    blueprint: str | None
    about: str
    at: datetime | None = None
