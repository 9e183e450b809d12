"""HTTP at the addresses that an integration is told to send its logs and figures to. They lie outside /v1."""

from fastapi import APIRouter

from seaway.core.errors import NotFound
from seaway.core.http import Segment, WorkRoute, Writing, errors
from seaway.domains.integrations import logs, schemas, service, syncs, told_schemas

router = APIRouter(route_class=WorkRoute, prefix="/ingest", tags=["Ingest"])
_FIGURES = "/integration-metrics/{ingest_id}"


@router.post("/integration-logs/{ingest_id}", responses=errors(NotFound))
async def ingest_logs(ingest_id: Segment, body: told_schemas.LogsIn, work: Writing) -> schemas.Done:
    """Keep lines of an integration's log."""
    integration = await service.by_ingest(work, ingest_id)
    await logs.keep(work, integration, [each.line() for each in body.logs])
    return schemas.Done()


@router.post(f"{_FIGURES}/syncMetrics", responses=errors(NotFound))
async def ingest_sync_metrics(ingest_id: Segment, body: told_schemas.SyncFiguresIn, work: Writing) -> schemas.Done:
    """Keep the figures of kinds, in place of what was said of them before in the same sync."""
    integration = await service.by_ingest(work, ingest_id)
    await syncs.keep(work, integration, [each.figures() for each in body.syncKindsMetrics])
    return schemas.Done()


@router.put(f"{_FIGURES}/syncMetrics/resync/{{event_id}}/kind/{{kind_id}}", responses=errors(NotFound))
async def ingest_kind_metrics(
    ingest_id: Segment, event_id: Segment, kind_id: Segment, body: told_schemas.KindFiguresIn, work: Writing
) -> schemas.Done:
    """Keep the figures of one kind."""
    integration = await service.by_ingest(work, ingest_id)
    await syncs.keep(work, integration, [body.figures(event_id, kind_id)])
    return schemas.Done()


@router.post(f"{_FIGURES}/heartbeat", responses=errors(NotFound))
async def ingest_heartbeat(ingest_id: Segment, body: told_schemas.HeartbeatIn, work: Writing) -> schemas.Done:
    """Note that a sync is still at work."""
    integration = await service.by_ingest(work, ingest_id)
    await syncs.beat(work, integration, body.eventId)
    return schemas.Done()
