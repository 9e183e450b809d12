"""HTTP of workflows (semantics 15)."""

import orjson
from fastapi import APIRouter
from starlette.responses import Response

from seaway.core.errors import IdentifierTaken, NotFound
from seaway.core.http import Reading, Segment, WorkRoute, Writing, errors, json_response
from seaway.core.http_shape import ok
from seaway.domains.workflows import schemas, service
from seaway.domains.workflows.types import Workflow

router = APIRouter(route_class=WorkRoute, tags=["Workflows"])


def _answer(workflow: Workflow, status: int = 200) -> Response:
    return json_response(orjson.dumps({"ok": True, "workflow": schemas.shown(workflow)}), status)


@router.post("/workflows", status_code=201, responses=errors(IdentifierTaken), response_model=schemas.WorkflowAnswer)
async def create_workflow(body: schemas.WorkflowIn, work: Writing) -> Response:
    """Add a workflow. It is kept as it was sent; this version does not run it."""
    return _answer(await service.create(work, body.draft()), 201)


@router.get("/workflows/nodes/runs", responses=errors(), response_model=schemas.NodeRunsAnswer)
async def list_node_runs(work: Reading) -> Response:
    """List the runs of steps: there are none yet."""
    return ok({"nodeRuns": await service.node_runs(work)})


@router.post("/workflows/runs/claim-pending", responses=errors(), response_model=schemas.NodeRunsAnswer)
async def claim_node_runs(body: schemas.ClaimIn, work: Writing) -> Response:  # noqa: ARG001  # checked, not used yet
    """Lease steps that wait for an installation: none does yet."""
    return ok({"nodeRuns": await service.claim(work)})


@router.get("/workflows/{workflow}", responses=errors(NotFound), response_model=schemas.WorkflowAnswer)
async def get_workflow(workflow: Segment, work: Reading) -> Response:
    """Show a workflow."""
    return _answer(await service.get(work, workflow))


@router.put("/workflows/{workflow}", responses=errors(NotFound, IdentifierTaken), response_model=schemas.WorkflowAnswer)
async def replace_workflow(workflow: Segment, body: schemas.WorkflowIn, work: Writing) -> Response:
    """Replace a workflow; what the body leaves out is gone. Another identifier in the body renames it."""
    return _answer(await service.replace(work, workflow, body.draft()))


@router.delete("/workflows/{workflow}", responses=errors(NotFound))
async def delete_workflow(workflow: Segment, work: Writing) -> schemas.Done:
    """Remove a workflow."""
    await service.delete(work, workflow)
    return schemas.Done()
