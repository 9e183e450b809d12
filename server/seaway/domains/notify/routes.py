"""HTTP of watches and notifications. Machines have none and are refused."""

from typing import Annotated

from fastapi import APIRouter, Path, Query
from starlette.responses import Response

from seaway.core.errors import NotFound
from seaway.core.http import Reading, Segment, WorkRoute, Writing, errors
from seaway.core.http_shape import Flag, ok
from seaway.domains.notify import schemas, service

router = APIRouter(route_class=WorkRoute, prefix="/me", tags=["Me"])
Limit = Annotated[int, Query(ge=1, le=100)]
Cursor = Annotated[str | None, Query(max_length=100, description="`next` of the page before.")]
Unread = Annotated[Flag, Query(description="Only what was not read.")]
Number = Annotated[int, Path(ge=1, lt=1 << 62)]


@router.get("/watches", responses=errors(), response_model=schemas.WatchesAnswer)
async def list_watches(work: Reading) -> Response:
    """List what the caller watches: at most 500 entities and blueprints, the latest first."""
    return ok({"watches": [schemas.watch(each) for each in await service.watched(work)]})


@router.put("/watches/entities/{blueprint}/{entity}", responses=errors(NotFound))
async def watch_entity(blueprint: Segment, entity: Segment, work: Writing) -> schemas.Done:
    """Be notified when others change an entity; again changes nothing."""
    await service.watch(work, await service.entity(work, blueprint, entity))
    return schemas.Done()


@router.delete("/watches/entities/{blueprint}/{entity}", responses=errors(NotFound))
async def unwatch_entity(blueprint: Segment, entity: Segment, work: Writing) -> schemas.Done:
    """Be notified of an entity no more; again changes nothing."""
    await service.unwatch(work, await service.entity(work, blueprint, entity))
    return schemas.Done()


@router.put("/watches/blueprints/{blueprint}", responses=errors(NotFound))
async def watch_blueprint(blueprint: Segment, work: Writing) -> schemas.Done:
    """Be notified when others change a blueprint or any of its entities; again changes nothing."""
    await service.watch(work, await service.blueprint(work, blueprint))
    return schemas.Done()


@router.delete("/watches/blueprints/{blueprint}", responses=errors(NotFound))
async def unwatch_blueprint(blueprint: Segment, work: Writing) -> schemas.Done:
    """Be notified of a blueprint no more; again changes nothing."""
    await service.unwatch(work, await service.blueprint(work, blueprint))
    return schemas.Done()


@router.get("/notifications", responses=errors(), response_model=schemas.NotificationsAnswer)
async def list_notifications(
    work: Reading, *, unread: Unread = False, limit: Limit = 20, cursor: Cursor = None
) -> Response:
    """List what the caller is told, the last first. Read ones are kept for a month, others for three."""
    found = await service.told(work, schemas.place(cursor), limit, unread=unread)
    shown = [schemas.notification(each) for each in found.notifications]
    return ok({"notifications": shown, "unread": found.unread, "next": schemas.cursor(found.next)})


@router.get("/notifications/unread", responses=errors(), response_model=schemas.UnreadAnswer)
async def count_unread(work: Reading) -> Response:
    """Count what the caller has not read, up to 100."""
    return ok({"unread": await service.unread(work)})


@router.post("/notifications/read", responses=errors(), response_model=schemas.ReadAnswer)
async def read_notifications(work: Writing) -> Response:
    """Mark everything read."""
    return ok({"count": await service.read_all(work, None)})


@router.patch("/notifications/{notification}", responses=errors(NotFound))
async def patch_notification(notification: Number, body: schemas.NotificationPatch, work: Writing) -> schemas.Done:
    """Mark a notification read or unread; it stays read where newer news of the same thing is unread."""
    await service.set_read(work, notification, read=body.read)
    return schemas.Done()
