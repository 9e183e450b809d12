"""HTTP of webhooks (semantics 17.1); where they are called is `ingest_routes`."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from seaway.core.errors import IdentifierTaken, Invalid, NotFound, Unavailable
from seaway.core.http import Reading, Segment, Services, WorkRoute, Writing, errors
from seaway.core.http_shape import ok
from seaway.domains.webhooks import schemas, service
from seaway.domains.webhooks.errors import InvalidMapping, PayloadGone
from seaway.domains.webhooks.types import Webhook

router = APIRouter(route_class=WorkRoute, prefix="/webhooks", tags=["Webhooks"])
Limit = Annotated[int, Query(ge=1, le=200)]
Cursor = Annotated[str | None, Query(max_length=30, description="The `next` of the page before.")]


def _shown(request: Request, found: Webhook) -> dict[str, object]:
    services: Services = request.app.state.services
    return schemas.shown(found, services.url)


def _answer(request: Request, found: Webhook, status: int = 200) -> Response:
    answer = ok({"integration": _shown(request, found)})
    answer.status_code = status
    return answer


@router.get("", responses=errors(), response_model=schemas.WebhooksAnswer)
async def list_webhooks(request: Request, work: Writing) -> Response:
    """List the webhooks, with secrets: administrators only, and that it was read is audited."""
    found = [_shown(request, each) for each in await service.every(work)]
    return ok({"integrations": found, "webhooks": found})


@router.post(
    "",
    status_code=201,
    responses=errors(IdentifierTaken, InvalidMapping, Unavailable),
    response_model=schemas.WebhookAnswer,
)
async def create_webhook(request: Request, body: schemas.WebhookIn, work: Writing) -> Response:
    """Add a webhook; the answer holds the address that the other system sends to."""
    return _answer(request, await service.create(work, body.draft()), 201)


@router.post("/test", responses=errors(InvalidMapping, Unavailable), response_model=schemas.TestAnswer)
async def test_webhook_mapping(body: schemas.TestIn, work: Writing) -> Response:
    """Show what mappings would make of a payload, item by item; nothing is written."""
    mappings = [each.model_dump(exclude_unset=True) for each in body.mappings]
    found = await service.rehearse(work, mappings, body.payload.payload())
    return ok({"results": [schemas.shown_result(each) for each in found]})


@router.get("/metadata", responses=errors(), response_model=schemas.MetasAnswer)
async def list_webhook_metadata(work: Reading) -> Response:
    """List the names of webhooks, for everybody."""
    return ok({"integrations": [schemas.shown_meta(each) for each in await service.metadata(work)]})


@router.get("/{webhook}", responses=errors(NotFound), response_model=schemas.WebhookAnswer)
async def get_webhook(request: Request, webhook: Segment, work: Writing) -> Response:
    """Show a webhook with its secret, which is audited."""
    return _answer(request, await service.get(work, webhook))


@router.put(
    "/{webhook}",
    responses=errors(NotFound, IdentifierTaken, InvalidMapping, Unavailable),
    response_model=schemas.WebhookAnswer,
)
async def replace_webhook(request: Request, webhook: Segment, body: schemas.WebhookIn, work: Writing) -> Response:
    """Replace what is said of a webhook; its address stays."""
    return _answer(request, await service.update(work, webhook, body.replacing()))


@router.patch(
    "/{webhook}",
    responses=errors(NotFound, IdentifierTaken, InvalidMapping, Unavailable),
    response_model=schemas.WebhookAnswer,
)
async def patch_webhook(request: Request, webhook: Segment, body: schemas.WebhookPatch, work: Writing) -> Response:
    """Change parts of a webhook; its address stays."""
    return _answer(request, await service.update(work, webhook, body.changed()))


@router.delete("/{webhook}", responses=errors(NotFound))
async def delete_webhook(webhook: Segment, work: Writing) -> schemas.Done:
    """Remove a webhook and its log."""
    await service.remove(work, webhook)
    return schemas.Done()


@router.get("/{webhook}/deliveries", responses=errors(NotFound), response_model=schemas.DeliveriesAnswer)
async def list_deliveries(webhook: Segment, work: Reading, *, cursor: Cursor = None, limit: Limit = 50) -> Response:
    """List what came to a webhook, the latest first: the last 200, of the last week."""
    found = await service.deliveries(work, webhook, _before(cursor), limit)
    following = str(found[-1].id) if len(found) == limit else None
    return ok({"deliveries": [schemas.shown_delivery(each) for each in found], "next": following})


def _before(cursor: str | None) -> int:
    if cursor is None:
        return service.LATEST
    if not cursor.isascii() or not cursor.isdigit() or int(cursor) > service.LATEST:
        raise Invalid("cursor: give the `next` of the page before, unchanged", details={"path": "cursor"})
    return int(cursor)


@router.get("/{webhook}/deliveries/{delivery}", responses=errors(NotFound), response_model=schemas.DeliveryAnswer)
async def get_delivery(webhook: Segment, delivery: Segment, work: Reading) -> Response:
    """Show a delivery: what came in, and what became of each item."""
    return ok({"delivery": schemas.shown_in_full(await service.delivery(work, webhook, delivery))})


@router.post(
    "/{webhook}/deliveries/{delivery}/replay",
    status_code=202,
    responses=errors(NotFound, PayloadGone),
    response_model=schemas.DeliveryAnswer,
)
async def replay_delivery(webhook: Segment, delivery: Segment, work: Writing) -> Response:
    """Take a payload in once more, with the mappings of now; answers the new delivery."""
    answer = ok({"delivery": schemas.shown_in_full(await service.replay(work, webhook, delivery))})
    answer.status_code = 202
    return answer
