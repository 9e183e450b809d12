"""What lies in the bin. An item is one deletion: everything that went for one cause."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from seaway.core.plan import Plan

Kind = Literal["entity", "blueprint", "page"]
KINDS: tuple[Kind, ...] = ("blueprint", "entity", "page")
RESOURCES: Mapping[Kind, Literal["entities", "blueprints", "pages"]] = {
    "entity": "entities",
    "blueprint": "blueprints",
    "page": "pages",
}
State = Literal["deleted", "restored", "erased"]


@dataclass(frozen=True, slots=True)
class Gone:
    """A deleted object. `blueprint_id` is, for an entity or page, its blueprint's number; `name` that one's name."""

    seq: int
    kind: Kind
    ref: int
    blueprint_id: int | None
    blueprint: str | None
    identifier: str
    title: str | None
    state: State

    @property
    def label(self) -> str:
        """What people call it: `service/checkout`, `blueprint service`."""
        return f"{self.blueprint}/{self.identifier}" if self.kind == "entity" else f"{self.kind} {self.identifier}"


@dataclass(frozen=True, slots=True)
class Item:
    """One deletion. `first` stands for it in lists; `counts` tells how many objects of each kind went."""

    trace: UUID
    seq: int
    at: datetime
    by: str | None
    by_name: str | None
    by_type: str
    source: str | None
    cause: str | None
    first: Gone
    counts: Mapping[str, int]

    @property
    def id(self) -> str:
        """Its name in the API: the trace of the request or job that deleted."""
        return f"bin_{self.trace.hex}"

    @property
    def size(self) -> int:
        """How many objects went."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class Filters:
    """Which deletions: of a kind, of a blueprint, by somebody, since a moment, with a text in a name."""

    since: datetime
    kind: Kind | None = None
    blueprint: str | None = None
    by: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Wish:
    """How to restore. `references` puts back what others let go of; `skip` leaves out what cannot come back."""

    references: bool = True
    skip: bool = False


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why an object cannot come back."""

    object: str
    error: str
    message: str


@dataclass(slots=True)
class Restored:
    """What a restoration did or would do. `left` counts what a further call must bring back."""

    plan: Plan
    objects: list[str] = field(default_factory=list)
    obstacles: list[Obstacle] = field(default_factory=list)
    lost: list[tuple[str, Sequence[str]]] = field(default_factory=list)
    references: int = 0
    left: int = 0
    done: bool = False


Json = Mapping[str, Any]
