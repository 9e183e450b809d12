"""Entities as other domains may hold them, and what a write asks for and answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from seaway.core.errors import SeawayError
from seaway.kit import clock

Query = Mapping[str, Any]
"""A search tree as the API takes it: `{"combinator": …, "rules": […]}`."""

TOP_LEVEL = ("identifier", "title", "icon", "team", "properties", "relations")


@dataclass(frozen=True, slots=True)
class EntityDraft:
    """What a writer says about an entity.

    `identifier` is a text, a query that must match exactly one entity, or None (one is made up). `team` is a text, a
    list, a query or None. `present` names the top-level keys that were given: in a merge, an absent title stays while
    a null one is cleared.
    """

    identifier: str | Query | None
    title: str | None = None
    icon: str | None = None
    team: Any = None
    properties: Mapping[str, Any] = field(default_factory=dict)
    relations: Mapping[str, Any] = field(default_factory=dict)
    present: frozenset[str] = frozenset(TOP_LEVEL)


@dataclass(frozen=True, slots=True)
class Entity:
    """An entity as it is stored. `created_by` and `updated_by` are public ids, `source` the last writer's stamp."""

    id: int
    blueprint: str
    identifier: str
    title: str | None
    icon: str | None
    team: tuple[str, ...]
    properties: Mapping[str, Any]
    relations: Mapping[str, Any]
    created_at: datetime
    created_by: str | None
    updated_at: datetime
    updated_by: str | None
    source: str | None = None

    @property
    def version(self) -> int:
        """Return what every change of the entity changes."""
        return clock.micros(self.updated_at)


@dataclass(frozen=True, slots=True)
class Named:
    """What an entity is called. `kind` is its blueprint's title; the icon is the blueprint's where it has none."""

    number: int
    blueprint: str
    kind: str
    identifier: str
    title: str | None
    icon: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class NamedPage:
    """Some entities by name, and the cursor to the next ones; None at the end."""

    entities: list[Named]
    next: str | None


Place = tuple[int, int, str, int]
"""Where a hit stands among those of a search by words: how it matched, how closely, its identifier and number."""


@dataclass(frozen=True, slots=True)
class Match:
    """Where a text was found: the property, and a part of what it says."""

    property: str
    text: str


@dataclass(frozen=True, slots=True)
class Hit:
    """An entity that a search by words found. `match` is None when its name was what matched."""

    place: Place
    blueprint: str
    identifier: str
    title: str | None
    icon: str | None
    match: Match | None


@dataclass(frozen=True, slots=True)
class Hits:
    """A page of hits, the closest first, and how many there are by blueprint; `capped`, when there are even more.

    `alike`: none matches, they only resemble the text.
    """

    hits: list[Hit]
    counts: Mapping[str, int]
    alike: bool
    more: bool
    capped: bool


@dataclass(frozen=True, slots=True)
class WriteMode:
    """How a write meets what is there (semantics 7.2).

    `upsert`: an entity that exists is written, else it is a conflict. `merge`: only what is given is overwritten, else
    the draft replaces the entity. `update_only`: an entity that does not exist is an error (PUT, PATCH).
    `validation_only`: do everything, keep nothing. A target that does not exist is refused, unless
    `create_missing_related` makes a stub of it or `pending_targets` keeps the reference until it appears. `based_on`
    are the versions of an entity that may be written over; None where any may.
    """

    upsert: bool = False
    merge: bool = False
    update_only: bool = False
    validation_only: bool = False
    create_missing_related: bool = False
    pending_targets: bool = False
    based_on: frozenset[int] | None = None

    @property
    def wide(self) -> bool:
        """Whether a write may refer to what is not there: it makes it, or waits for it."""
        return self.pending_targets or self.create_missing_related


Result = Literal["created", "updated", "unchanged", "failed"]


@dataclass(frozen=True, slots=True)
class BulkOutcome:
    """What became of one draft. `index` is its place in the request; `error` is set when the result is `failed`.

    `identifier` is `unknown` when a query found no single entity. `extra` is told to the writer once (credentials of a
    service account).
    """

    index: int
    identifier: str
    result: Result
    error: SeawayError | None = None
    extra: Mapping[str, Any] | None = None

    @property
    def created(self) -> bool:
        """Whether the entity is new."""
        return self.result == "created"


@dataclass(frozen=True, slots=True)
class Written:
    """A single write's answer. `extra` is told once: the credentials of a new service account."""

    entity: Entity
    created: bool
    extra: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class TeamRow:
    """A team as its entity says it. `name` is what people and `/teams` call it."""

    identifier: str
    name: str
    description: str | None
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class TeamUpdate:
    """What changes of a team; None leaves it, the description where `describes` is false. `users` are e-mails."""

    name: str | None = None
    description: str | None = None
    describes: bool = False
    users: tuple[str, ...] | None = None
