"""HTTP of the bin."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from seaway.core.errors import Forbidden, Invalid, NotFound, SeawayError, Unavailable
from seaway.core.http import Reading, Segment, WorkRoute, Writing, errors
from seaway.core.http_shape import ok
from seaway.core.plan import PlanOutdated
from seaway.domains.bin import schemas, service
from seaway.domains.bin.errors import RestoreBarred
from seaway.domains.bin.types import Wish

router = APIRouter(route_class=WorkRoute, tags=["Bin"])


def _days(request: Request) -> int:
    days: int = request.app.state.services.bin_days
    return days


@router.get("/bin", responses=errors(), response_model=schemas.ItemsAnswer)
async def list_bin(flags: Annotated[schemas.BinFlags, Query()], work: Reading, request: Request) -> Response:
    """List deletions that can be restored, the latest first."""
    days = _days(request)
    before = schemas.number(flags.cursor, "cursor") if flags.cursor else service.LATEST
    found = await service.items(work, flags.filters(days), before, flags.limit)
    following = str(found[-1].seq) if len(found) == flags.limit else None
    return ok({"items": [schemas.shown(each, days) for each in found], "next": following})


@router.post("/bin/restore", responses=errors(NotFound), response_model=schemas.ManyAnswer)
async def restore_bin_items(body: schemas.ManyIn, work: Writing, request: Request) -> Response:
    """Restore several deletions; one that cannot come back holds up no other."""
    kept, wish = schemas.kept(_days(request)), Wish(body.references, body.skip)
    told = []
    for name in body.items:
        try:
            async with work.db.part():
                done = await service.restore(work, await service.get(work, name, kept), wish)
        except (Unavailable, Forbidden):
            raise
        except SeawayError as error:
            told.append({"id": name, "restored": False, "objects": 0, "error": error.error, "message": error.message})
        else:
            told.append({"id": name, "restored": True, "objects": len(done.objects), "error": None, "message": None})
    return ok({"items": told})


@router.get("/bin/{item}", responses=errors(NotFound), response_model=schemas.ItemAnswer)
async def get_bin_item(item: Segment, work: Reading, request: Request) -> Response:
    """Show a deletion."""
    days = _days(request)
    return ok({"item": schemas.shown(await service.get(work, item, schemas.kept(days)), days)})


@router.get("/bin/{item}/objects", responses=errors(NotFound), response_model=schemas.ObjectsAnswer)
async def list_bin_objects(
    item: Segment,
    work: Reading,
    request: Request,
    *,
    cursor: Annotated[str | None, Query(max_length=20, description="The `next` of the page before.")] = None,
    limit: Annotated[int, Query(ge=1, le=1_000)] = 100,
) -> Response:
    """List what went in a deletion."""
    found = await service.get(work, item, schemas.kept(_days(request)))
    after = schemas.number(cursor, "cursor") if cursor else 0
    gone = await service.objects(work, found, after, limit)
    following = str(gone[-1].seq) if len(gone) == limit else None
    return ok({"objects": [schemas.shown_object(each) for each in gone], "next": following})


@router.get("/bin/{item}/objects/{object}", responses=errors(NotFound), response_model=schemas.ObjectAnswer)
async def get_bin_object(item: Segment, object: Segment, work: Reading, request: Request) -> Response:  # noqa: A002
    """Show an object of a deletion as it was last."""
    found = await service.get(work, item, schemas.kept(_days(request)))
    try:
        seq = schemas.number(object, "object")
    except Invalid:
        raise NotFound.of("object", object[:80]) from None
    grave = await service.last_state(work, found, seq)
    return ok({"object": schemas.shown_object(grave.gone), "last": schemas.shown_last(grave.last)})


@router.post(
    "/bin/{item}/restore",
    responses=errors(NotFound, RestoreBarred, PlanOutdated),
    response_model=schemas.RestoredAnswer,
)
async def restore_bin_item(item: Segment, body: schemas.RestoreIn, work: Writing, request: Request) -> Response:
    """Restore what a deletion took, at most 5,000 objects at a time; a dry run only shows the plan."""
    found = await service.get(work, item, schemas.kept(_days(request)))
    if body.dryRun:
        done = await service.plan_restore(work, found, body.wish(), body.only())
    else:
        done = await service.restore(work, found, body.wish(), body.only(), body.digest)
    return ok(schemas.shown_restored(done))


@router.delete("/bin/{item}", responses=errors(NotFound))
async def erase_bin_item(
    item: Segment,
    work: Writing,
    request: Request,
    confirm: Annotated[str, Query(max_length=1_000, description="The identifier of the deletion's first object.")] = "",
) -> schemas.Done:
    """Erase what a deletion left in the bin, and every earlier value of it in the change log, for good."""
    found = await service.get(work, item, schemas.kept(_days(request)))
    await service.erase(work, found, confirm)
    return schemas.Done()
