"""Records of the audit log, and what may be asked of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from seaway.core.changes import Op

Action = Literal["CREATE", "UPDATE", "DELETE"]
Status = Literal["SUCCESS", "FAILURE"]
ACTIONS: Mapping[str, Action] = {"C": "CREATE", "U": "UPDATE", "D": "DELETE"}
OPS: Mapping[str, Op] = {"CREATE": "C", "UPDATE": "U", "DELETE": "D"}
METHODS: Mapping[str, Action] = {"POST": "CREATE", "PUT": "UPDATE", "PATCH": "UPDATE", "DELETE": "DELETE"}


@dataclass(frozen=True, slots=True)
class Filters:
    """Which records; all that is given must hold.

    `change` is the (xid, seq) of one record, `refusal` the number of one refused write. `causes` are runs, webhooks
    and the like, as `run:<id>`; `action` is one of `OPS`, or a word that nothing is called.
    """

    limit: int = 100
    change: tuple[int, int] | None = None
    refusal: int | None = None
    entity: str | None = None
    blueprint: str | None = None
    causes: list[str] | None = None
    installation: str | None = None
    origins: Sequence[str] = ()
    kinds: Sequence[str] = ()
    since: datetime | None = None
    until: datetime | None = None
    action: str | None = None
    status: Status | None = None


@dataclass(frozen=True, slots=True)
class Who:
    """Who did it: `email` of a person, `name` of anybody, where they are known."""

    id: str | None
    email: str | None
    name: str | None


@dataclass(frozen=True, slots=True)
class Record:
    """One thing that was done, or refused. `before` and `after` are what it changed, where the log can tell."""

    id: str
    action: Action
    kind: str
    status: Status
    who: Who
    origin: str
    at: datetime
    blueprint: str | None
    entity: str | None
    cause: str | None = None
    before: Mapping[str, Any] | None = None
    after: Mapping[str, Any] | None = None
    message: str | None = None
    details: Mapping[str, Any] | None = None
