"""What a search by words asks and finds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from seaway.domains.entities.types import Match, Place

Type = Literal["entity", "page", "blueprint", "person", "team"]
TYPES: tuple[Type, ...] = ("entity", "page", "blueprint", "person", "team")


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for: every type without `types`; entities of these blueprints alone with `blueprints`."""

    text: str
    types: Sequence[Type] = ()
    blueprints: Sequence[str] = ()
    limit: int = 20
    cursor: str | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that was found. `blueprint` is an entity's, or what a page is about; `about` says more of a page."""

    place: Place
    type: Type
    identifier: str
    title: str | None
    icon: str | None
    blueprint: str | None
    about: str | None = None
    match: Match | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A page of hits, the closest first, and how many there are: by type, and of entities by blueprint.

    `capped`: there are more entities than are counted.
    """

    hits: Sequence[Hit]
    counts: Mapping[Type, int]
    blueprints: Mapping[str, int]
    capped: bool
    next: str | None
