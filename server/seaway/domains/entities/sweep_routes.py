"""HTTP of changing or deleting every entity that a query matches, and of asking how far that got."""

from typing import Annotated, Any, Literal

import pydantic
from fastapi import APIRouter, Body
from pydantic import Field

from seaway.core.errors import NotFound
from seaway.core.http import Reading, Segment, WorkRoute, Writing, errors
from seaway.core.plan import PlanOutdated
from seaway.domains.entities import sweeps
from seaway.domains.entities.errors import HasDependents, TooMany
from seaway.domains.entities.query_schemas import Unread
from seaway.domains.entities.schemas import Done
from seaway.domains.entities.sweep_store import Sweep
from seaway.domains.entities.sweeps import Asked, NothingToUndo
from seaway.kit.clock import iso

router = APIRouter(route_class=WorkRoute, tags=["Entities"])
_Texts = str | Annotated[list[str], Field(max_length=1_000)] | None


class ChangeIn(pydantic.BaseModel):
    """What to set in every entity, as a PATCH of one takes it: null clears a value."""

    model_config = pydantic.ConfigDict(extra="forbid", hide_input_in_errors=True)

    title: str | None = None
    icon: str | None = None
    team: _Texts = None
    properties: dict[str, Any] = {}
    relations: dict[str, _Texts] = {}

    def given(self) -> dict[str, Any]:
        """Return what the body holds."""
        return {name: getattr(self, name) for name in self.model_fields_set}

    @pydantic.model_validator(mode="after")
    def _something(self) -> "ChangeIn":
        if not self.model_fields_set:
            raise ValueError("set at least one of title, icon, team, properties and relations")
        return self


class SweepIn(pydantic.BaseModel):
    """Which entities (all without a query), and either `change` or `delete`. Without a digest the plan is returned."""

    model_config = pydantic.ConfigDict(extra="forbid", hide_input_in_errors=True)

    query: Unread | None = None
    change: ChangeIn | None = None
    delete: Literal[True] | None = None
    deleteDependents: bool = False  # noqa: N815  # the wire's spelling
    digest: Annotated[str, Field(max_length=100)] | None = Field(
        default=None, description="Of the plan that is confirmed; without it nothing is written."
    )

    @pydantic.model_validator(mode="after")
    def _one(self) -> "SweepIn":
        if (self.change is None) == (self.delete is None):
            raise ValueError("give either change or delete")
        return self

    def asked(self, blueprint: str) -> Asked:
        """Return what is asked for."""
        change = None if self.change is None else self.change.given()
        return Asked(blueprint, self.query, change, self.deleteDependents)


class Refused(pydantic.BaseModel):
    """An entity that would not, or did not, take the change."""

    identifier: str
    error: str
    message: str


class SweepOut(pydantic.BaseModel):
    """How far it got. `failures` are the first twenty; `undoable` says that it can be taken back."""

    id: str
    blueprint: str
    op: Literal["change", "delete", "undo"]
    status: Literal["INITIALIZING", "RUNNING", "COMPLETED", "FAILURE"]
    total: int
    done: int
    unchanged: int
    failed: int
    failures: list[Refused]
    undoable: bool
    reason: str | None = None
    createdAt: str  # noqa: N815  # the wire's spelling
    createdBy: str | None = None  # noqa: N815  # the wire's spelling
    updatedAt: str  # noqa: N815  # the wire's spelling


class SweepAnswer(Done):
    """The operation, or the plan of one: of the first `rehearsed` of `count` entities."""

    operation: SweepOut | None = None
    plan: dict[str, Any] | None = None
    digest: str | None = None
    count: int | None = None
    rehearsed: int | None = None
    failures: list[Refused] | None = None


@router.post(
    "/blueprints/{blueprint}/entities/bulk-operations",
    responses=errors(NotFound, HasDependents, PlanOutdated, TooMany),
    response_model_exclude_none=True,
)
async def start_bulk_operation(blueprint: Segment, body: Annotated[SweepIn, Body()], work: Writing) -> SweepAnswer:
    """Plan a change or deletion of every entity that matches; with the plan's digest, do it in the background."""
    asked = body.asked(blueprint)
    if body.digest is not None:
        return SweepAnswer(operation=_shown(await sweeps.begin(work, asked, body.digest)))
    planned = await sweeps.plan(work, asked)
    return SweepAnswer(
        plan=planned.plan.wire(),
        digest=planned.digest,
        count=planned.count,
        rehearsed=planned.rehearsed,
        failures=[Refused.model_validate(each) for each in planned.failures],
    )


@router.get("/bulk-operations/{operation}", responses=errors(NotFound), response_model_exclude_none=True)
async def get_bulk_operation(operation: Segment, work: Reading) -> SweepAnswer:
    """Show how far a change or deletion of many entities got."""
    return SweepAnswer(operation=_shown(await sweeps.get(work, operation)))


@router.post(
    "/bulk-operations/{operation}/undo", responses=errors(NotFound, NothingToUndo), response_model_exclude_none=True
)
async def undo_bulk_operation(operation: Segment, work: Writing) -> SweepAnswer:
    """Take a change of many entities back, in the background; values that were changed again since stay."""
    return SweepAnswer(operation=_shown(await sweeps.undo(work, operation)))


def _shown(sweep: Sweep) -> SweepOut:
    return SweepOut.model_validate(
        {
            "id": sweep.public_id,
            "blueprint": sweep.blueprint,
            "op": sweep.op,
            "status": sweep.status,
            "total": sweep.total,
            "done": sweep.done,
            "unchanged": sweep.unchanged,
            "failed": sweep.failed,
            "failures": sweep.failures,
            "undoable": sweep.undoable,
            "reason": sweep.reason,
            "createdAt": iso(sweep.created_at),
            "createdBy": sweep.created_by,
            "updatedAt": iso(sweep.updated_at),
        }
    )
