"""HTTP of runs (semantics 13)."""

from typing import Annotated

import orjson
from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from seaway.core.errors import NotFound
from seaway.core.http import Reading, Segment, WorkRoute, Writing, errors, json_response, query
from seaway.core.http_shape import many, ok
from seaway.domains.runs import reporting, schemas, service, wire
from seaway.domains.runs.errors import LeaseLost, MachinesOnly, RunEnded, RunWaiting
from seaway.domains.runs.types import Run, Version

router = APIRouter(route_class=WorkRoute, tags=["Action runs"])
Flags = Annotated[schemas.RunFlags, Query()]
Shown = Annotated[Version, Query(description="v1 shows the action of the run by its identifier alone.")]


@router.get("/actions/runs", responses=errors(), response_model=schemas.RunsAnswer)
async def list_runs(flags: Flags, request: Request, work: Reading) -> Response:
    """List runs, the newest first, of those that the caller may see."""
    params = query(request)
    left_out = set(many(params, "exclude"))
    found = await service.list_runs(work, flags.asked(many(params, "source")))
    runs = [wire.shown(run, flags.version) for run in found]
    return ok({"runs": [{key: value for key, value in run.items() if key not in left_out} for run in runs]})


@router.post("/actions/runs/claim-pending", responses=errors(MachinesOnly), response_model=schemas.RunsAnswer)
async def claim_runs(body: schemas.ClaimIn, work: Writing) -> Response:
    """Lease runs that wait for an installation, for its agent; `_PORT_EXEC_AGENT` is the execution agent."""
    return ok({"runs": [wire.shown(run) for run in await service.claim(work, body.claim())]})


@router.patch(
    "/actions/runs/ack",
    responses=errors(NotFound, MachinesOnly, LeaseLost),
    response_model=schemas.AckAnswer | schemas.Done,
)
async def acknowledge_runs(body: schemas.AckIn, work: Writing) -> Response:
    """Take leased runs for good. One that is not on lease to the caller is a conflict; of several, none is."""
    if body.runId is not None:
        await service.acknowledge(work, body.runId)
        return ok({})
    return ok({"ackedCount": await service.acknowledge_all(work, body.runIds or [])})


@router.get("/actions/runs/{run}", responses=errors(NotFound), response_model=schemas.RunAnswer)
async def get_run(run: Segment, work: Reading, version: Shown = "v1") -> Response:
    """Show a run."""
    return _answer(await service.get(work, run), version)


@router.patch("/actions/runs/{run}", responses=errors(NotFound, RunEnded, RunWaiting), response_model=schemas.RunAnswer)
async def patch_run(run: Segment, body: schemas.RunPatch, work: Writing, version: Shown = "v1") -> Response:
    """Report status, label, links, summary and the backend's id of a run. One that has ended stays as it is."""
    return _answer(await service.update(work, run, body.update()), version)


@router.patch("/actions/runs/{run}/response", responses=errors(NotFound, RunEnded), response_model=schemas.RunAnswer)
async def put_run_response(run: Segment, body: schemas.ResponseIn, work: Writing, version: Shown = "v1") -> Response:
    """Keep what the backend of a run answered."""
    return _answer(await service.respond(work, run, body.response), version)


@router.post(
    "/actions/runs/{run}/logs",
    status_code=201,
    responses=errors(NotFound, RunEnded, RunWaiting),
    response_model=schemas.LogAnswer,
)
async def add_run_log(run: Segment, body: schemas.LogIn, work: Writing) -> Response:
    """Add a line to the log of a run; with `terminationStatus` the run ends."""
    added = await service.add_log(work, run, body.line())
    return json_response(orjson.dumps({"ok": True, "runLog": schemas.log_shown(added)}), 201)


@router.get("/actions/runs/{run}/logs", responses=errors(NotFound), response_model=schemas.LogsAnswer)
async def list_run_logs(
    run: Segment,
    work: Reading,
    limit: Annotated[int, Query(ge=1, le=reporting.MAX_LOGS)] = reporting.MAX_LOGS,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> Response:
    """List lines of the log of a run, the oldest first."""
    return ok({"runLogs": [schemas.log_shown(line) for line in await service.logs(work, run, offset, limit)]})


@router.get("/actions/runs/{run}/affected-entities", responses=errors(NotFound), response_model=schemas.AffectedAnswer)
async def list_affected_entities(
    run: Segment,
    work: Reading,
    limit: Annotated[int, Query(ge=1, le=1_000)] = 100,
    cursor: Annotated[str, Query(max_length=20_000, description="`next` of the page before.")] = "",
) -> Response:
    """List the entities that were written with this run as `run_id`, in the order in which it wrote them first."""
    page = await service.affected(work, run, cursor or None, limit)
    return ok({"entities": [schemas.affected_shown(each) for each in page.entities], "next": page.next})


def _answer(run: Run, version: Version) -> Response:
    return ok({"run": wire.shown(run, version)})
