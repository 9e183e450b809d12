"""Runs as others hold them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

Status = Literal["WAITING_FOR_APPROVAL", "IN_PROGRESS", "SUCCESS", "FAILURE", "DECLINED"]
Source = Literal["UI", "API", "AUTOMATION"]
Version = Literal["v1", "v2"]
Decision = Literal["APPROVED", "DECLINED"]
WAITING: Status = "WAITING_FOR_APPROVAL"
IN_PROGRESS: Status = "IN_PROGRESS"
SUCCESS: Status = "SUCCESS"
FAILURE: Status = "FAILURE"
DECLINED: Status = "DECLINED"
ACTIVE: frozenset[Status] = frozenset({WAITING, IN_PROGRESS})
"""What a run can still change from."""
AGENT = "_PORT_EXEC_AGENT"
"""The installation under which the execution agent claims webhooks."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a run is about, by name: an action, a blueprint or an entity, as it was called when the run began."""

    id: int | None
    identifier: str
    title: str | None = None
    icon: str | None = None

    def kept(self) -> dict[str, Any]:
        """Return what is kept of it with the run."""
        return {"identifier": self.identifier, "title": self.title, "icon": self.icon}


@dataclass(frozen=True, slots=True)
class RunDraft:
    """A run that is to begin. `properties` hold no secret; `payload` is its invocation as it will be handed over.

    `queue` is the installation that may claim it, None where nobody can. `by` is the number of the actor for whom it
    runs, `machine` that of the machine that asked in their name.
    """

    id: str
    action: Subject
    blueprint: Subject | None
    entity: Subject | None
    properties: Mapping[str, Any]
    source: Source
    required_approval: Any
    payload: Mapping[str, Any] | None
    visible: bool
    queue: str | None
    by: int
    machine: int | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """A run. `number` is its key, `id` what the outside sees; people and machines stand by their public ids."""

    number: int
    id: str
    status: Status
    status_label: str | None
    summary: str
    links: tuple[str, ...]
    about: Mapping[str, Mapping[str, Any] | None]
    action_id: int | None
    blueprint_id: int | None
    gone: frozenset[str]
    properties: Mapping[str, Any]
    source: Source
    required_approval: Any
    approval: Mapping[str, Any] | None
    payload: Mapping[str, Any] | None
    response: Any
    queue: str | None
    pending: bool
    claimed_until: datetime | None
    external_run_id: str | None
    ended_at: datetime | None
    created_at: datetime
    created_by: str | None
    impersonated_by: str | None
    updated_at: datetime
    updated_by: str | None


@dataclass(frozen=True, slots=True)
class RunUpdate:
    """What is reported of a run, by the names of `Run`'s fields: each one present replaces what is there."""

    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RunLog:
    """A line of a run's log."""

    id: str
    run: str
    message: str
    created_at: datetime
    created_by: str | None


@dataclass(frozen=True, slots=True)
class Line:
    """A line to be logged. `ends` is the status with which it ends the run."""

    message: str
    ends: Status | None = None
    label: str | None = None
    labels: bool = False


@dataclass(frozen=True, slots=True)
class RunFilter:
    """Which runs: every condition that is given must hold."""

    action: str | None = None
    blueprint: str | None = None
    entity: str | None = None
    active: bool = False
    user_email: str | None = None
    user_id: str | None = None
    external_run_id: str | None = None
    sources: Sequence[str] = ()
    limit: int = 50


@dataclass(frozen=True, slots=True)
class Claim:
    """What an agent asks for: runs of its installation, leased for so long."""

    installation: str
    limit: int
    seconds: float
    exclude: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What somebody decided about a run that waits for approval."""

    user: str
    state: Decision
    description: str | None = None


@dataclass(frozen=True, slots=True)
class Affected:
    """An entity that a run wrote: what it was at the end, `created`, `updated` or `deleted`."""

    number: int
    op: Literal["created", "updated", "deleted"]
    blueprint: str | None
    identifier: str | None
    title: str | None
    at: datetime = field(compare=False)
