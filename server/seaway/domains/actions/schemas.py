"""Wire shapes of actions and automations (semantics 11, 12 and 14)."""

from typing import Annotated, Any, Literal

import pydantic
from pydantic import ConfigDict, Field, StrictBool, WithJsonSchema

from seaway.core.errors import Invalid
from seaway.domains.actions import definitions, service
from seaway.domains.actions.types import Action, ActionDraft, ActionFilter, Approver, Kind, Order, Permissions
from seaway.domains.runs.types import Decision
from seaway.kit import clock

Text = Annotated[str, Field(max_length=1_000)]
Part = dict[str, Any]


def _maybe(value: Any) -> Any:
    """Read a boolean of the query that may be left open: empty is absent (semantics 1.3)."""
    return (value.strip().lower() or None) if isinstance(value, str) else value


MaybeFlag = Annotated[bool | None, pydantic.BeforeValidator(_maybe)]
Trigger = Annotated[Part, Field(description="What starts it: people, through a form, or an event.")]
Method = Annotated[Part, Field(description="How it is carried out. Kept and shown as it was sent.")]
_APPROVAL = {
    "anyOf": [
        {"type": "boolean"},
        {"type": "object", "properties": {"type": {"enum": ["ANY", "ALL"]}}, "required": ["type"]},
    ]
}


class ApprovalRule(pydantic.BaseModel):
    """How many of those who may approve must do so."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    type: Literal["ANY", "ALL"]


class Notice(pydantic.BaseModel):
    """How approvers are told."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    type: Literal["webhook", "email"] = "email"
    url: Text | None = None
    format: Literal["json", "slack"] | None = None

    @pydantic.model_validator(mode="after")
    def _addressed(self) -> "Notice":
        if (self.type == "webhook") != (self.url is not None):
            raise ValueError("a webhook needs a `url`, an e-mail has none")
        return self


class ActionIn(pydantic.BaseModel):
    """An action or automation."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    identifier: Annotated[
        str, WithJsonSchema({"type": "string", "minLength": 1, "maxLength": 1_000, "pattern": definitions.PATTERN})
    ]
    title: Text | None = None
    icon: Text | None = None
    description: Annotated[str, Field(max_length=5_000)] | None = None
    trigger: Trigger
    invocationMethod: Method  # noqa: N815  # the wire's spelling
    requiredApproval: StrictBool | ApprovalRule | None = None  # noqa: N815  # the wire's spelling
    approvalNotification: Notice | None = None  # noqa: N815  # the wire's spelling
    publish: StrictBool | None = None
    allowAnyoneToViewRuns: StrictBool | None = None  # noqa: N815  # the wire's spelling
    # What read-modify-write clients send back; ignored.
    id: Any = Field(default=None, exclude=True)
    createdAt: Any = Field(default=None, exclude=True)  # noqa: N815  # the wire's spelling
    createdBy: Any = Field(default=None, exclude=True)  # noqa: N815  # the wire's spelling
    updatedAt: Any = Field(default=None, exclude=True)  # noqa: N815  # the wire's spelling
    updatedBy: Any = Field(default=None, exclude=True)  # noqa: N815  # the wire's spelling

    def draft(self) -> ActionDraft:
        """Return the action, checked.

        Raises:
            InvalidAction: a part of it is wrong.
        """
        said = self.model_dump(exclude_unset=True)
        return service.checked(str(said.pop("identifier")), said)


class ActionFlags(pydantic.BaseModel):
    """Which actions to list; all conditions hold. Values that may repeat are repeated or comma-joined."""

    action_identifier: list[str] = []
    blueprint_identifier: list[str] = []
    operation: list[str] = Field(default=[], description="Of CREATE, DAY-2, DELETE.")
    published: MaybeFlag = None
    trigger_type: Kind | Literal[""] = ""
    trigger_event: list[str] = []
    trigger_event_action_identifier: list[str] = []
    version: Literal["v1", "v2", ""] = Field(default="v2", description="Both show the same.")

    def asked(self, lists: dict[str, list[str]]) -> ActionFilter:
        """Return the conditions, with every list as the query string says it.

        Raises:
            Invalid: an operation is none.
        """
        if unknown := [each for each in lists["operation"] if each not in {"CREATE", "DAY-2", "DELETE"}]:
            raise Invalid(
                f'operation: "{unknown[0][:80]}" is not one of CREATE, DAY-2, DELETE', details={"path": "operation"}
            )
        return ActionFilter(
            identifiers=lists["action_identifier"],
            blueprints=lists["blueprint_identifier"],
            operations=lists["operation"],
            published=self.published,
            kind=self.trigger_type or None,
            events=lists["trigger_event"],
            event_actions=lists["trigger_event_action_identifier"],
        )


LISTS = (
    "action_identifier", "blueprint_identifier", "operation", "trigger_event", "trigger_event_action_identifier",
)  # fmt: skip
Names = Annotated[list[Annotated[str, Field(max_length=254)]], Field(max_length=1_000)]


class ExecutePatch(pydantic.BaseModel):
    """Who may start an action: each list given replaces the one that is there."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    users: Names = []
    roles: Names = []
    teams: Names = []
    ownedByTeam: StrictBool = False  # noqa: N815  # the wire's spelling
    policy: Part | None = None

    def fields(self) -> dict[str, Any]:
        """Return what is given, by the names of the fields."""
        given = {name: tuple(getattr(self, name)) for name in ("users", "roles", "teams") if self._has(name)}
        if self._has("ownedByTeam"):
            given["owned_by_team"] = self.ownedByTeam  # type: ignore[assignment]  # lists before, a flag here
        if self._has("policy"):
            given["policy"] = self.policy  # type: ignore[assignment]  # as above
        return given

    def _has(self, name: str) -> bool:
        return name in self.model_fields_set


class ApprovePatch(pydantic.BaseModel):
    """Who may approve runs: each list given replaces the one that is there."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    users: Names = []
    roles: Names = []
    teams: Names = []
    policy: Part | None = None

    def fields(self) -> dict[str, Any]:
        """Return what is given, by the names of the fields."""
        given: dict[str, Any] = {name: getattr(self, name) for name in self.model_fields_set}
        return {name: tuple(value) if isinstance(value, list) else value for name, value in given.items()}


class PermissionsPatch(pydantic.BaseModel):
    """Who may start an action and approve its runs; what is left out stays."""

    model_config = ConfigDict(
        extra="forbid", hide_input_in_errors=True, json_schema_extra={"examples": [{"execute": {"roles": ["Admin"]}}]}
    )

    execute: ExecutePatch | None = None
    approve: ApprovePatch | None = None

    def given(self) -> dict[str, dict[str, Any]]:
        """Return what is given of each part."""
        parts = {"execute": self.execute, "approve": self.approve}
        return {name: part.fields() for name, part in parts.items() if part is not None}


class StartIn(pydantic.BaseModel):
    """What is filled in to start an action, and the entity that it is to run on."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    properties: Part
    entity: Text | None = None

    def order(self, run_as: str) -> Order:
        """Return it as an order, in the name of whom `run_as` says."""
        return Order(self.properties, self.entity or None, run_as or None)


class VerdictIn(pydantic.BaseModel):
    """A decision about a run that waits for approval."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    status: Literal["APPROVE", "DECLINE"]
    description: Annotated[str, Field(max_length=5_000)] | None = None

    @property
    def state(self) -> Decision:
        """The decision in the words of runs."""
        return "APPROVED" if self.status == "APPROVE" else "DECLINED"


class Done(pydantic.BaseModel):
    """Done; there is nothing more to say."""

    ok: Literal[True] = True


class ActionShape(pydantic.BaseModel):
    """An action or automation. What was not sent when it was written is not there."""

    id: str
    identifier: str
    title: str | None = None
    icon: str | None = None
    description: str | None = None
    trigger: Part
    invocationMethod: Part  # noqa: N815  # the wire's spelling
    requiredApproval: Annotated[Any, WithJsonSchema(_APPROVAL)] = None  # noqa: N815  # the wire's spelling
    approvalNotification: Part | None = None  # noqa: N815  # the wire's spelling
    publish: bool | None = None
    allowAnyoneToViewRuns: bool | None = None  # noqa: N815  # the wire's spelling
    createdAt: Annotated[str, Field(json_schema_extra={"format": "date-time"})]  # noqa: N815  # the wire's spelling
    createdBy: str  # noqa: N815  # the wire's spelling
    updatedAt: Annotated[str, Field(json_schema_extra={"format": "date-time"})]  # noqa: N815  # the wire's spelling
    updatedBy: str  # noqa: N815  # the wire's spelling


class ActionAnswer(Done):
    """An action."""

    action: ActionShape


class ActionsAnswer(Done):
    """Actions, in the order of their creation."""

    actions: list[ActionShape]


class PermissionsAnswer(Done):
    """Who may start an action and approve its runs."""

    permissions: dict[str, dict[str, Any]]


class ApproverShape(pydantic.BaseModel):
    """Somebody who has decided, or may."""

    userId: str  # noqa: N815  # the wire's spelling
    state: Literal["APPROVED", "DECLINED", "PENDING"]
    description: str | None


class ApproversAnswer(Done):
    """Who has decided about a run, and who may."""

    approvers: list[ApproverShape]


class StartedAnswer(Done):
    """The run, as `GET /v1/actions/runs/{run}` shows it."""

    run: dict[str, Any]


def shown(action: Action) -> dict[str, Any]:
    """Return an action as the API shows it."""
    return {
        "id": action.id,
        "identifier": action.identifier,
        **action.definition,
        "createdAt": clock.iso(action.created_at),
        "createdBy": action.created_by or "",
        "updatedAt": clock.iso(action.updated_at),
        "updatedBy": action.updated_by or "",
    }


def permissions_shown(given: Permissions) -> dict[str, Any]:
    """Return who may start an action and approve its runs as the API shows it."""
    return service.permitted(given)


def approver_shown(approver: Approver) -> dict[str, Any]:
    """Return an approver as the API shows them."""
    return {"userId": approver.user, "state": approver.state, "description": approver.description}
