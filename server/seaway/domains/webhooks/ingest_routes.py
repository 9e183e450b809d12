"""Where webhooks are called (semantics 17.2): open to whoever knows the address, and answered at once."""

from fastapi import APIRouter, Request

from seaway.core.errors import NotFound
from seaway.core.http import Segment, Services, WorkRoute, errors
from seaway.core.work import Cause
from seaway.domains.webhooks import schemas, service
from seaway.domains.webhooks.types import Payload

router = APIRouter(route_class=WorkRoute, prefix="/ingest", tags=["Webhooks"])
LIMIT = 512 << 10
_BODY = {
    "security": [],
    "x-body-limit": LIMIT,
    "requestBody": {"required": False, "content": {"*/*": {"schema": {}}}},
}


@router.post("/webhook/{webhook_key}", status_code=202, responses=errors(NotFound), openapi_extra=_BODY)
async def ingest_webhook_event(webhook_key: Segment, request: Request) -> schemas.Done:
    """Take in what happened in another system; a worker maps it to entities."""
    services: Services = request.app.state.services
    trace = request.state.trace
    query = request.query_params
    listed = {name: query.getlist(name) for name in query}
    payload = Payload(
        await request.body(),
        {name: value.replace("\0", "") for name, value in request.headers.items()},
        {name: values[0] if len(values) == 1 else values for name, values in listed.items()},
    )
    await service.receive(
        services.database, services.limiter, webhook_key, payload, Cause(f"request:{trace.hex}", trace)
    )
    return schemas.Done()
