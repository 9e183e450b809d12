"""Actions as others hold them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from seaway.domains.runs.types import Decision

Kind = Literal["self-service", "automation"]
Operation = Literal["CREATE", "DAY-2", "DELETE"]
SELF_SERVICE: Kind = "self-service"
AUTOMATION: Kind = "automation"


@dataclass(frozen=True, slots=True)
class Execute:
    """Who may see an action and start it. With a policy, that alone decides who may start it."""

    users: tuple[str, ...] = ()
    roles: tuple[str, ...] = ("Admin", "Member")
    teams: tuple[str, ...] = ()
    owned_by_team: bool = False
    policy: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Approve:
    """Who may approve runs of an action. With a policy, that alone decides."""

    users: tuple[str, ...] = ()
    roles: tuple[str, ...] = ("Admin",)
    teams: tuple[str, ...] = ()
    policy: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Permissions:
    """Who may start an action, and who may approve its runs."""

    execute: Execute = field(default_factory=Execute)
    approve: Approve = field(default_factory=Approve)


@dataclass(frozen=True, slots=True)
class ActionDraft:
    """An action as asked for, checked: `definition` is what was sent, without its identifier."""

    identifier: str
    definition: Mapping[str, Any]

    @property
    def trigger(self) -> Mapping[str, Any]:
        """What starts it."""
        trigger: Mapping[str, Any] = self.definition["trigger"]
        return trigger

    @property
    def blueprint(self) -> str | None:
        """The blueprint that its trigger is about."""
        holder = self.trigger.get("event") or self.trigger
        name: str | None = holder.get("blueprintIdentifier")
        return name

    @property
    def published(self) -> bool:
        """Whether members are offered it, or events start it."""
        return bool(self.definition.get("publish", True))

    @property
    def runs_visible(self) -> bool:
        """Whether all members see its runs."""
        return bool(self.definition.get("allowAnyoneToViewRuns", True))


@dataclass(frozen=True, slots=True)
class Action(ActionDraft):
    """An action or automation. `number` is its key, `id` what the outside sees."""

    number: int
    id: str
    blueprint_id: int | None
    permissions: Permissions
    created_at: datetime
    created_by: str | None
    updated_at: datetime
    updated_by: str | None

    @property
    def kind(self) -> Kind:
        """Whether people start it, or events."""
        kind: Kind = self.trigger["type"]
        return kind

    @property
    def operation(self) -> Operation | None:
        """What a self-service action does to an entity: makes one, changes one, deletes one."""
        operation: Operation | None = self.trigger.get("operation")
        return operation

    @property
    def method(self) -> Mapping[str, Any]:
        """How it is carried out."""
        method: Mapping[str, Any] = self.definition["invocationMethod"]
        return method

    @property
    def title(self) -> str | None:
        """What people call it."""
        title: str | None = self.definition.get("title")
        return title


@dataclass(frozen=True, slots=True)
class ActionFilter:
    """Which actions: every condition that is given must hold, and any one value of it."""

    identifiers: Sequence[str] = ()
    blueprints: Sequence[str] = ()
    operations: Sequence[str] = ()
    published: bool | None = None
    kind: Kind | None = None
    events: Sequence[str] = ()
    event_actions: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Order:
    """What somebody fills in to start an action. `run_as` is the e-mail of whom a machine asks for."""

    properties: Mapping[str, Any] = field(repr=False)
    entity: str | None = None
    run_as: str | None = None


@dataclass(frozen=True, slots=True)
class Approver:
    """Somebody who has decided about a run, or may."""

    user: str
    state: Decision | Literal["PENDING"]
    description: str | None
