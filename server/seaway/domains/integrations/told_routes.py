"""HTTP of what an integration tells of itself, as it is read; examples and cursors are written here too."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from seaway.core.errors import NotFound
from seaway.core.http import Reading, Segment, WorkRoute, Writing, errors
from seaway.core.http_shape import ok
from seaway.domains.integrations import logs, samples, schemas, service, syncs, told_schemas

router = APIRouter(route_class=WorkRoute, prefix="/integration", tags=["Integrations"])
Kind = Annotated[told_schemas.Asked, Query(min_length=1)]
Place = Annotated[int, Query(alias="index", ge=0, lt=1 << 31, description="The place of the kind among its likes.")]
Event = Annotated[told_schemas.Asked | None, Query(alias="resyncId", description="The sync; the last one without.")]


@router.get("/{identifier}/kinds", responses=errors(NotFound), response_model=told_schemas.KindsAnswer)
async def list_kinds(identifier: Segment, work: Reading) -> Response:
    """Show the last ten raw objects of each kind."""
    integration = await service.get(work, identifier)
    return ok({"data": told_schemas.kinds(await samples.kinds(work, integration))})


@router.post("/{identifier}/kinds/{kind}/examples", responses=errors(NotFound))
async def add_examples(
    identifier: Segment, kind: Segment, body: told_schemas.ExamplesIn, work: Writing
) -> schemas.Done:
    """Keep raw objects of a kind; the last ten stay, and none over 100 kB."""
    integration = await service.get(work, identifier)
    await samples.keep_examples(work, integration, kind[:500], body.examples)
    return schemas.Done()


@router.get("/{identifier}/cursor", responses=errors(NotFound), response_model=told_schemas.CursorAnswer)
async def get_cursor(identifier: Segment, work: Reading, kind: Kind, place: Place = 0) -> Response:
    """Say how far the incremental sync of a kind got."""
    integration = await service.get(work, identifier)
    value = await samples.cursor(work, integration, kind, place)
    return _cursor(value)


@router.put("/{identifier}/cursor", responses=errors(NotFound), response_model=told_schemas.CursorAnswer)
async def move_cursor(
    identifier: Segment, body: told_schemas.CursorIn, work: Writing, kind: Kind, place: Place = 0
) -> Response:
    """Move a cursor; where there is none, create it with POST."""
    integration = await service.get(work, identifier)
    await samples.move_cursor(work, integration, kind, place, body.primary)
    return _cursor(body.primary)


@router.post("/{identifier}/cursor", responses=errors(NotFound), response_model=told_schemas.CursorAnswer)
async def create_cursor(
    identifier: Segment, body: told_schemas.CursorIn, work: Writing, kind: Kind, place: Place = 0
) -> Response:
    """Create a cursor, or replace it."""
    integration = await service.get(work, identifier)
    await samples.begin_cursor(work, integration, kind, place, body.primary)
    return _cursor(body.primary)


def _cursor(value: str | None) -> Response:
    return ok({"cursor": None if value is None else {"primary": value}})


@router.get("/{identifier}/logs", responses=errors(NotFound), response_model=told_schemas.LogsAnswer)
async def list_logs(identifier: Segment, flags: Annotated[told_schemas.LogFlags, Query()], work: Reading) -> Response:
    """List lines of the log, the newest first; the last ten thousand are kept."""
    integration = await service.get(work, identifier)
    lines = await logs.read(work, integration, flags.asked())
    return ok({"data": [told_schemas.line(each) for each in lines]})


@router.get("/{identifier}/syncMetrics", responses=errors(NotFound), response_model=told_schemas.FiguresAnswer)
async def get_sync_metrics(identifier: Segment, work: Reading, event: Event = None) -> Response:
    """Show the figures of a sync by kind."""
    integration = await service.get(work, identifier)
    found = await syncs.figures(work, integration, event or None)
    return ok({"count": len(found), "data": [told_schemas.figures(each) for each in found]})


@router.get("/{identifier}/syncsMetadata", responses=errors(NotFound), response_model=told_schemas.SyncsAnswer)
async def list_syncs(identifier: Segment, work: Reading) -> Response:
    """List the last fifty syncs, or all of the last four days, the newest first."""
    integration = await service.get(work, identifier)
    found = await syncs.recent(work, integration)
    return ok({"count": len(found), "data": [told_schemas.sync(each) for each in found]})
