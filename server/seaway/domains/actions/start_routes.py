"""HTTP of starting actions and of approving their runs (semantics 12.2 and 13.2)."""

from typing import Annotated

import orjson
from fastapi import APIRouter, Query
from starlette.responses import Response

from seaway.core.errors import NotFound
from seaway.core.http import Reading, Segment, WorkRoute, Writing, errors, json_response
from seaway.core.http_shape import Flag, ok
from seaway.domains.actions import schemas, service
from seaway.domains.actions.errors import InvalidInput, NotApprover, NotExecutable
from seaway.domains.runs import service as runs
from seaway.domains.runs.errors import RunNotWaiting
from seaway.domains.runs.types import Run, Version

router = APIRouter(route_class=WorkRoute, tags=["Action runs"])
RunAs = Annotated[
    str, Query(max_length=254, description="The e-mail of a user in whose name a machine starts the run.")
]
Pending = Annotated[Flag, Query(description="Also those who may decide and have not.")]


@router.post(
    "/actions/{action}/runs",
    status_code=202,
    responses=errors(NotFound, InvalidInput, NotExecutable),
    response_model=schemas.StartedAnswer,
)
async def start_run(action: Segment, body: schemas.StartIn, work: Writing, run_as: RunAs = "") -> Response:
    """Start a self-service action. The run waits for approval where the action asks for it, then for its agent."""
    return _answer(await service.execute(work, action, body.order(run_as)), 202)


@router.patch(
    "/actions/runs/{run}/approval",
    status_code=201,
    responses=errors(NotFound, NotApprover, RunNotWaiting),
    response_model=schemas.StartedAnswer,
)
async def decide_run(run: Segment, body: schemas.VerdictIn, work: Writing, version: Version = "v1") -> Response:
    """Approve or decline a run that waits for approval."""
    return _answer(await service.decide(work, run, body.state, body.description), 201, version)


@router.get("/actions/runs/{run}/approvers", responses=errors(NotFound), response_model=schemas.ApproversAnswer)
async def list_approvers(run: Segment, work: Reading, *, include_pending_approvers: Pending = False) -> Response:
    """List who has decided about a run, and who may."""
    found = await service.approvers(work, run, pending=include_pending_approvers)
    return ok({"approvers": [schemas.approver_shown(each) for each in found]})


def _answer(run: Run, status: int, version: Version = "v2") -> Response:
    return json_response(orjson.dumps({"ok": True, "run": runs.shown(run, version)}), status)
