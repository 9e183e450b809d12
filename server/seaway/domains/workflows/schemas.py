"""Wire shapes of workflows (semantics 15)."""

from typing import Annotated, Any, Literal

import pydantic
from pydantic import ConfigDict, Field, StrictBool

from seaway.domains.workflows.types import Workflow, WorkflowDraft
from seaway.kit import clock

Text = Annotated[str, Field(max_length=1_000)]
Part = dict[str, Any]
Node = Annotated[
    Part, Field(json_schema_extra={"required": ["identifier"], "properties": {"identifier": {"type": "string"}}})
]


class WorkflowIn(pydantic.BaseModel):
    """A workflow: its nodes, and the connections between them."""

    model_config = ConfigDict(extra="ignore", hide_input_in_errors=True)

    identifier: Annotated[str, Field(min_length=1, max_length=200)]
    title: Text | None = None
    icon: Text | None = None
    description: Annotated[str, Field(max_length=5_000)] | None = None
    category: Text | None = None
    allowAnyoneToViewRuns: StrictBool | None = None  # noqa: N815  # the wire's spelling
    nodes: Annotated[list[Node], Field(max_length=1_000)]
    connections: Annotated[list[Part], Field(max_length=5_000)]

    def draft(self) -> WorkflowDraft:
        """Return the workflow; nulls are absent."""
        said = self.model_dump(exclude_unset=True)
        identifier = str(said.pop("identifier"))
        return WorkflowDraft(identifier, {name: value for name, value in said.items() if value is not None})


class ClaimIn(pydantic.BaseModel):
    """What an agent asks for."""

    model_config = ConfigDict(extra="ignore", hide_input_in_errors=True)

    installationId: Annotated[str, Field(min_length=1, max_length=200)]  # noqa: N815  # the wire's spelling
    limit: float
    visibilityTimeoutMs: float | None = None  # noqa: N815  # the wire's spelling


class Done(pydantic.BaseModel):
    """Done; there is nothing more to say."""

    ok: Literal[True] = True


class WorkflowShape(pydantic.BaseModel):
    """A workflow. What was not sent when it was written is not there."""

    identifier: str
    title: str | None = None
    icon: str | None = None
    description: str | None = None
    category: str | None = None
    allowAnyoneToViewRuns: bool | None = None  # noqa: N815  # the wire's spelling
    nodes: list[Part]
    connections: list[Part]
    createdAt: Annotated[str, Field(json_schema_extra={"format": "date-time"})]  # noqa: N815  # the wire's spelling
    createdBy: str  # noqa: N815  # the wire's spelling
    updatedAt: Annotated[str, Field(json_schema_extra={"format": "date-time"})]  # noqa: N815  # the wire's spelling
    updatedBy: str  # noqa: N815  # the wire's spelling


class WorkflowAnswer(Done):
    """A workflow."""

    workflow: WorkflowShape


class NodeRunsAnswer(Done):
    """Runs of steps."""

    nodeRuns: list[Part]  # noqa: N815  # the wire's spelling


def shown(workflow: Workflow) -> dict[str, Any]:
    """Return a workflow as the API shows it."""
    return {
        "identifier": workflow.identifier,
        **workflow.definition,
        "createdAt": clock.iso(workflow.created_at),
        "createdBy": workflow.created_by or "",
        "updatedAt": clock.iso(workflow.updated_at),
        "updatedBy": workflow.updated_by or "",
    }
