"""Migrations as others may hold them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, get_args

Op = Literal["clear", "copy", "undo"]
Status = Literal[
    "INITIALIZING", "PENDING", "RUNNING", "COMPLETED", "FAILURE", "CANCELLED", "PENDING_CANCELLATION"
]  # fmt: skip
STATUSES: tuple[Status, ...] = get_args(Status)
ACTIVE = frozenset({"INITIALIZING", "PENDING", "RUNNING", "PENDING_CANCELLATION"})
KIND = "migration"
"""The kind of its change records, its job, and how the causes of what it writes begin."""


@dataclass(frozen=True, slots=True)
class Migration:
    """A migration of entities of `blueprint` to `target`, which are numbers and names; `target` only of a copy or undo.

    `done` counts what was written or deleted, `failed` what was refused, `failures` are the first twenty of those.
    `after` says how far it got, `last` the newest entity that it looks at. `undone`: another one takes it back.
    """

    id: int
    public_id: str
    op: Op
    blueprint_id: int
    blueprint: str
    target_id: int | None
    target: str | None
    mapping: Mapping[str, Any] | None
    delete_blueprint: bool
    undoes: int | None
    status: Status
    total: int
    done: int
    failed: int
    failures: Sequence[Mapping[str, Any]]
    after: str
    last: int
    reason: str | None
    created_at: datetime
    created_by: str | None
    updated_at: datetime
    updated_by: str | None
    undone: bool

    @property
    def active(self) -> bool:
        """Whether it has not come to its end."""
        return self.status in ACTIVE

    @property
    def undoable(self) -> bool:
        """Whether it can be taken back."""
        return self.op == "copy" and not self.active and self.done > 0 and not self.undone

    @property
    def cause(self) -> str:
        """What the change records of what it writes name."""
        return f"{KIND}:{self.public_id}"


@dataclass(frozen=True, slots=True)
class Filter:
    """Which migrations: of these states, by an actor (public id), from or to a blueprint; all of that together."""

    status: Sequence[str] = ()
    actor: str | None = None
    blueprint: str | None = None


@dataclass(frozen=True, slots=True)
class Portion:
    """The next entities of a copy: their identifiers and their JSON. `after` is where it stood when they were read."""

    number: int
    after: str
    mapping: Mapping[str, Any]
    names: Sequence[str]
    documents: Sequence[bytes]
