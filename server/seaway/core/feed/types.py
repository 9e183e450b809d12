"""A record of the change log, as readers of the feed get it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from seaway.core.actor import ActorType
from seaway.core.changes import Op
from seaway.core.position import Position


@dataclass(frozen=True, slots=True)
class FeedChange:
    """One change of one object.

    `org_id` and `org` are the organisation's key and public id, `actor` the public id of who acted, `ref` the object's
    number, `blueprint` the blueprint's number for entities. For `undo` see `core.changes`.
    """

    position: Position
    org_id: int
    org: str
    at: datetime
    kind: str
    ref: int
    blueprint: int | None
    op: Op
    undo: Mapping[str, Any] | None
    actor: str | None
    actor_type: ActorType
    cause: str | None
    trace: UUID | None
    displaced: bool
